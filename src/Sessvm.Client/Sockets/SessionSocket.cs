using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;

namespace Sessvm.Client;

/// <summary>What the opening of a WebSocket came to.</summary>
public sealed record SessionSocket
{
    private SessionSocket()
    {
    }

    /// <summary>Whether it is open.</summary>
    [MemberNotNullWhen(true, nameof(Socket))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Succeeded => Socket is not null;

    /// <summary>The open socket, the caller's to dispose of; null where it was refused.</summary>
    public ClientWebSocket? Socket { get; private init; }

    /// <summary>Why the server refused; null where it did not.</summary>
    public Refusal? Refusal { get; private init; }

    internal static SessionSocket Open(ClientWebSocket socket) => new() { Socket = socket };

    internal static SessionSocket Refused(Refusal refusal) => new() { Refusal = refusal };
}
