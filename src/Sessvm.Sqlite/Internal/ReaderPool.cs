using System.Collections.Concurrent;

namespace Sessvm.Sqlite.Internal;

/// <summary>Connections that wait for somebody to read with them.</summary>
internal sealed class ReaderPool(SqliteFile file) : IDisposable
{
    private static readonly int Most = Math.Clamp(Environment.ProcessorCount * 2, 4, 32);

    private readonly ConcurrentStack<SqliteReader> _idle = new();
    private volatile bool _disposed;

    /// <summary>Reads. Trouble with the file is told as <see cref="Stores.SessionStoreException"/>, and its connection is not used again.</summary>
    internal TResult Read<TState, TResult>(TState state, Func<SqliteReader, TState, TResult> read)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(SqliteSessionStore));
        SqliteReader? reader = null;
        try
        {
            if (!_idle.TryPop(out reader))
            {
                reader = new SqliteReader(file.Open());
            }

            TResult result = read(reader, state);
            Return(reader);
            return result;
        }
        catch (Exception trouble)
        {
            reader?.Dispose();
            throw SqliteTrouble.Explain(file.Path, trouble);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out SqliteReader? reader))
        {
            reader.Dispose();
        }
    }

    private void Return(SqliteReader reader)
    {
        if (_disposed || _idle.Count >= Most)
        {
            reader.Dispose();
            return;
        }

        _idle.Push(reader);
        if (_disposed)
        {
            Dispose(); // the store was disposed in between
        }
    }
}
