using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Sessvm.Sqlite.Internal;

/// <summary>
/// Group commit: one thread takes all writes that wait, runs them in one transaction, commits, and only then tells
/// their callers. Trouble is told to those it concerns; the loop goes on, with a new connection where the old one failed.
/// </summary>
internal sealed class WriteLoop : IAsyncDisposable
{
    private const int MostWaiting = 4_096;
    private const int MostInBatch = 256;

    private readonly SqliteFile _file;
    private readonly Channel<WriteOperation> _waiting = Channel.CreateBounded<WriteOperation>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteWriter? _writer;

    internal WriteLoop(SqliteFile file)
    {
        _file = file;

        // A thread of its own: it waits for the disk, and the pool's threads are for those who do not.
        new Thread(Run) { IsBackground = true, Name = "Sessvm.Sqlite" }.Start();
    }

    internal async ValueTask<T> WriteAsync<T>(Func<SqliteWriter, T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new WriteOperation<T>(work, cancellationToken);
        try
        {
            if (!_waiting.Writer.TryWrite(operation))
            {
                await _waiting.Writer.WriteAsync(operation, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteSessionStore));
        }

        return await (cancellationToken.CanBeCanceled ? operation.Done.WaitAsync(cancellationToken) : operation.Done).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }

    private void Run()
    {
        var batch = new List<WriteOperation>(MostInBatch);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MostInBatch && _waiting.Reader.TryRead(out WriteOperation? operation))
            {
                if (!operation.IsCancelled)
                {
                    batch.Add(operation);
                }
            }

            if (!TryCommit(batch))
            {
                // One of them cannot be done: find out which, and do the others.
                foreach (WriteOperation operation in batch)
                {
                    TryCommit([operation]);
                }
            }

            batch.Clear();
        }

        CloseWriter();
        _ended.SetResult();
    }

    /// <summary>Commits a batch; <see langword="false"/> where one of several failed, so that none was done and none was told.</summary>
    private bool TryCommit(List<WriteOperation> batch)
    {
        bool began = false;
        bool executed = false;
        try
        {
            _writer ??= new SqliteWriter(_file.Open());
            _writer.Begin();
            began = true;
            foreach (WriteOperation operation in batch)
            {
                operation.Execute(_writer);
            }

            executed = true;
            _writer.Commit();
        }
        catch (Exception trouble)
        {
            Recover(trouble);
            if (began && !executed && batch.Count > 1)
            {
                return false;
            }

            Exception told = SqliteTrouble.Explain(_file.Path, trouble);
            foreach (WriteOperation operation in batch)
            {
                operation.Fail(told);
            }

            return true;
        }

        foreach (WriteOperation operation in batch)
        {
            operation.Complete();
        }

        return true;
    }

    private void Recover(Exception trouble)
    {
        try
        {
            _writer?.Rollback();
            if (trouble is SqliteException sqlite && SqliteTrouble.IsBusy(sqlite))
            {
                return; // the connection is as good as before
            }
        }
        catch (Exception)
        {
            // What matters is the first trouble; the connection is given up below.
        }

        CloseWriter();
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
