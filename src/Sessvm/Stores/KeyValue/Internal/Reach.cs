namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>
/// Calls a port. What it throws, before there is a task or in it, comes out as a <see cref="SessionStoreException"/>; so
/// does a cancellation that nobody asked for, as a client's own timeout may be.
/// </summary>
internal static class Reach
{
    internal static async ValueTask<T> Port<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfThePort(failure, cancellationToken))
        {
            throw Failed(failure);
        }
    }

    internal static async ValueTask Port(Func<ValueTask> call, CancellationToken cancellationToken)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsOfThePort(failure, cancellationToken))
        {
            throw Failed(failure);
        }
    }

    private static bool IsOfThePort(Exception failure, CancellationToken cancellationToken) =>
        failure is not SessionStoreException && !(failure is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private static SessionStoreException Failed(Exception failure) => new("The key-value port failed.", failure);
}
