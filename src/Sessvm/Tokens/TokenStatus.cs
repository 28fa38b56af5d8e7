namespace Sessvm.Tokens;

/// <summary>What became of reading a token. Expiry is not judged here.</summary>
public enum TokenStatus
{
    /// <summary>The token was made under a key of the ring, and is well formed.</summary>
    Ok,

    /// <summary>Not a token of that type and version, or not decodable.</summary>
    InvalidFormat,

    /// <summary>The MAC, the audience or the key is wrong.</summary>
    InvalidToken,
}
