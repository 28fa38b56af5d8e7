using Sessvm.Stores;

namespace Sessvm.Sqlite.Internal;

/// <summary>A write that waits for its batch.</summary>
internal abstract class WriteOperation
{
    /// <summary>Whether nobody waits for it any more.</summary>
    internal abstract bool IsCancelled { get; }

    /// <summary>Does it, within the batch's transaction. May be done again, if the transaction was rolled back.</summary>
    internal abstract void Execute(SqliteWriter writer);

    /// <summary>Tells its caller what became of it, once the transaction is committed.</summary>
    internal abstract void Complete();

    /// <summary>Tells its caller that it was not done.</summary>
    internal abstract void Fail(Exception trouble);
}

/// <summary>A write with a result.</summary>
internal sealed class WriteOperation<T>(Func<SqliteWriter, T> work, CancellationToken cancellationToken) : WriteOperation
{
    // Callers go on elsewhere, not on the writer's thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _refusal;
    private T _result = default!;

    internal Task<T> Done => _done.Task;

    internal override bool IsCancelled
    {
        get
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _done.TrySetCanceled(cancellationToken);
                return true;
            }

            return false;
        }
    }

    internal override void Execute(SqliteWriter writer)
    {
        _refusal = null;
        try
        {
            _result = work(writer);
        }
        catch (Exception refusal) when (refusal is SessionStoreException or ArgumentException)
        {
            _refusal = refusal; // it has changed nothing, and the others of the batch go on
        }
    }

    internal override void Complete()
    {
        if (_refusal is null)
        {
            _done.TrySetResult(_result);
        }
        else
        {
            _done.TrySetException(_refusal);
        }
    }

    internal override void Fail(Exception trouble) => _done.TrySetException(trouble);
}
