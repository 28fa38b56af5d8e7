using System.Diagnostics.CodeAnalysis;

namespace Sessvm.Keys;

/// <summary>
/// The secrets that tokens are made under: several, each with an id. One signs, all verify; adding one and retiring
/// another loses no session that lives, as an exchange mints under the signing key. Safe for concurrent use.
/// </summary>
public sealed class KeyRing
{
    private readonly KeyScope _scope;
    private readonly TimeProvider _clock;
    private volatile KeyTable _table;

    /// <summary>Makes a ring.</summary>
    /// <param name="keys">The keys: 1 to 256, with different ids, at least one of which signs now.</param>
    /// <param name="scope">What the keys are for.</param>
    /// <param name="clock">Tells whether a key signs now; the system's clock by default.</param>
    /// <exception cref="ArgumentException">The keys are not allowed: none, an id twice, a weak secret, or none that signs now. The message never holds a secret.</exception>
    public KeyRing(IReadOnlyList<KeyDefinition> keys, KeyScope scope, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(scope);
        _scope = scope;
        _clock = clock ?? TimeProvider.System;
        _table = new KeyTable(keys, scope, _clock.GetUtcNow());
    }

    /// <summary>Raised after <see cref="Replace"/> has put other keys in place.</summary>
    public event Action? Replaced;

    /// <summary>Puts other keys in place while the ring is in use. Checked first, swapped at once; on an exception the old keys stay.</summary>
    /// <param name="keys">The keys, as for the constructor.</param>
    /// <exception cref="ArgumentException">The keys are not allowed, as for the constructor.</exception>
    public void Replace(IReadOnlyList<KeyDefinition> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _table = new KeyTable(keys, _scope, _clock.GetUtcNow());
        Replaced?.Invoke();
    }

    /// <summary>What an operator should know of the keys: one that retires before the sessions it signed have moved on, or a time at which none signs.</summary>
    /// <param name="idleTimeout">How long a session may go unseen, and so keep a token of an earlier key.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>One sentence each; empty where all is well. Holds no secret.</returns>
    public IReadOnlyList<string> Warnings(TimeSpan idleTimeout, DateTimeOffset now) => _table.Warnings(idleTimeout, now);

    /// <summary>The key that signs now.</summary>
    /// <exception cref="InvalidOperationException">Every key has retired, or has not begun.</exception>
    internal KeySet Signing(DateTimeOffset now) =>
        _table.Signing(now) ?? throw new InvalidOperationException("No key signs now: every key of the ring has retired or has not begun. Add one to Sessvm:Keys.");

    /// <summary>The key of an id, if it still verifies.</summary>
    internal bool TryFind(byte id, DateTimeOffset now, [MaybeNullWhen(false)] out KeySet keys)
    {
        keys = _table[id];
        return keys is not null && !keys.IsRetired(now);
    }

    /// <summary>The key of an id, retired or not.</summary>
    internal KeySet? Find(byte id) => _table[id];

    /// <summary>All keys that verify, the last to begin first.</summary>
    internal IReadOnlyList<KeySet> Living(DateTimeOffset now) => _table.Living(now);
}
