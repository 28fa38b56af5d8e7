namespace Sessvm.Stores.KeyValue;

/// <summary>A port that can compare and swap, and so serves many processes.</summary>
public interface ISwappingKeyValuePort : IKeyValuePort
{
    /// <summary>Stores a value if the key still has the expected one, in one atomic step for every process.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">The bytes that must be there; <see langword="null"/> where there must be none.</param>
    /// <param name="value">The new value.</param>
    /// <param name="ttl">How long it must be kept; it may go after that.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it was stored.</returns>
    ValueTask<bool> SwapAsync(
        string key, ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken);
}
