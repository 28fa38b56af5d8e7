namespace Sessvm.Fingerprints.Internal;

/// <summary>What the first bytes of a connection turned out to be.</summary>
internal enum HelloStatus
{
    /// <summary>More bytes are needed to tell.</summary>
    Incomplete,

    /// <summary>A ClientHello.</summary>
    Read,

    /// <summary>Not TLS.</summary>
    NotTls,

    /// <summary>TLS, but no ClientHello that can be read, or one beyond the bounds.</summary>
    Unreadable,
}
