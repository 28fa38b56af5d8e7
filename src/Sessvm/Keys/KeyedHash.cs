namespace Sessvm.Keys;

/// <summary>A keyed hash at rest: 128 bits of HMAC-SHA-256, with the id of the key it was made under.</summary>
/// <param name="KeyId">The key's id.</param>
/// <param name="Value">The first 16 bytes of the MAC, big-endian.</param>
public readonly record struct KeyedHash(byte KeyId, UInt128 Value);
