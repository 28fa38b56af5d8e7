namespace Sessvm.Client;

/// <summary>Keeps tokens in memory: they go with the process. Share one among clients of the same session.</summary>
public sealed class MemoryTokenStore : ITokenStore
{
    private readonly SemaphoreSlim _door = new(1, 1);
    private volatile SessionTokens? _tokens;

    /// <inheritdoc/>
    public ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken = default) => new(_tokens);

    /// <inheritdoc/>
    public ValueTask WriteAsync(SessionTokens tokens, CancellationToken cancellationToken = default)
    {
        _tokens = tokens;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellationToken = default)
    {
        await _door.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Key(_door);
    }

    private sealed class Key(SemaphoreSlim door) : IAsyncDisposable
    {
        private int _used;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _used, 1) == 0)
            {
                door.Release();
            }

            return ValueTask.CompletedTask;
        }
    }
}
