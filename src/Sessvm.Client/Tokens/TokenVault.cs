using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>The tokens that this client goes by, in step with the store.</summary>
internal sealed class TokenVault(ITokenStore store, ILogger logger)
{
    private volatile SessionTokens? _current;

    // Where a write failed, the store still holds this, which is older than ours.
    private SessionTokens? _behind;

    /// <summary>What was last read or written; null before that.</summary>
    public SessionTokens? Current => _current;

    /// <summary>The tokens, from memory, and from the store the first time. A new install gets its device id here.</summary>
    public async ValueTask<SessionTokens> LoadAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known)
        {
            return known;
        }

        await using var alone = (await store.LockAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return _current ?? await RereadAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellationToken) => store.LockAsync(cancellationToken);

    /// <summary>Goes by what the store holds now, which another process may have replaced. Under the lock.</summary>
    public async ValueTask<SessionTokens> RereadAsync(CancellationToken cancellationToken)
    {
        var held = await store.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_behind is not null && held == _behind)
        {
            return _current!;
        }

        _behind = null;
        if (held is null)
        {
            held = _current?.SignedOut() ?? SessionTokens.ForNewDevice();
            await store.WriteAsync(held, cancellationToken).ConfigureAwait(false);
        }

        return _current = held;
    }

    /// <summary>Replaces the tokens. Under the lock.</summary>
    public async ValueTask ReplaceAsync(SessionTokens next, CancellationToken cancellationToken)
    {
        _current = next;
        _behind = null;
        await store.WriteAsync(next, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps what an exchange brought. The server has moved on, so a store that fails must not lose it: this process goes on by memory.</summary>
    public async ValueTask AdvanceAsync(SessionTokens before, SessionTokens next)
    {
        _current = next;
        try
        {
            await store.WriteAsync(next, CancellationToken.None).ConfigureAwait(false);
            _behind = null;
        }
        catch (Exception failure) // whatever it is: the tokens are good
        {
            _behind ??= before;
            Log.TokensNotWritten(logger, failure);
        }
    }
}
