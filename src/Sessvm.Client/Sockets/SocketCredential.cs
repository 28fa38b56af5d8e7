namespace Sessvm.Client;

/// <summary>How a WebSocket's handshake is signed.</summary>
public enum SocketCredential
{
    /// <summary>By the headers of any request.</summary>
    Header,

    /// <summary>By sub-protocols that hold device and token, where something on the way strips headers.</summary>
    SubProtocol,

    /// <summary>By a sub-protocol that holds a one-use ticket, where handshakes are logged on the way.</summary>
    Ticket,
}
