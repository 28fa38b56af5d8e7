namespace Sessvm.AspNetCore;

/// <summary>How the credential of a request came.</summary>
internal enum CredentialSource
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The <c>Authorization</c> header.</summary>
    Header,

    /// <summary>A sub-protocol of a WebSocket handshake.</summary>
    SubProtocol,

    /// <summary>A one-use ticket: among the sub-protocols of a WebSocket handshake, or on a hub's endpoint.</summary>
    Ticket,

    /// <summary>The query of a hub's endpoint, where a browser cannot set a header: server-sent events.</summary>
    Query,

    /// <summary>The cookie: the one source that a foreign page can make a browser send.</summary>
    Cookie,
}
