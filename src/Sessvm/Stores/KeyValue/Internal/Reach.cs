namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>Calls a port. What it throws, before there is a task or in it, comes out as a <see cref="SessionStoreException"/>.</summary>
internal static class Reach
{
    internal static async ValueTask<T> Port<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (SessionStoreException or OperationCanceledException))
        {
            throw Failed(failure);
        }
    }

    internal static async ValueTask Port(Func<ValueTask> call)
    {
        try
        {
            await call().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (SessionStoreException or OperationCanceledException))
        {
            throw Failed(failure);
        }
    }

    private static SessionStoreException Failed(Exception failure) => new("The key-value port failed.", failure);
}
