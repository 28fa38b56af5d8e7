namespace Sessvm.Stores.KeyValue;

/// <summary>
/// Seven verbs over the storage of your choice; <see cref="KeyValueSessionStore"/> makes a session store of them. A port
/// that also implements <see cref="ISwappingKeyValuePort"/> serves many processes, any other serves one.
/// </summary>
/// <remarks>Keys and references are at most 64 ASCII letters, digits and colons, and begin with <c>sessvm:</c>. What a port throws reaches the caller inside a <see cref="SessionStoreException"/>.</remarks>
public interface IKeyValuePort
{
    /// <summary>Stores a value, in place of the one that is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value: under 1 kB for each session that shares the key; under 9 kB for a part of the log.</param>
    /// <param name="ttl">How long it must be kept; it may go after that.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask PutAsync(string key, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken);

    /// <summary>The value of a key; <see langword="null"/> where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a key; nothing happens where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Adds a key to the set that a reference names; nothing happens where it is in it. The set is kept for ever.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="target">The key. It need not exist.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask BindAsync(string reference, string target, CancellationToken cancellationToken);

    /// <summary>The keys that are bound to a reference, in any order; empty where there are none.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<string>> ReadAsync(string reference, CancellationToken cancellationToken);

    /// <summary>All keys with a prefix, in any order. May be slow: no request waits for it.</summary>
    /// <param name="prefix">The prefix.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Removes every key and every reference.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    ValueTask DropAsync(CancellationToken cancellationToken);
}
