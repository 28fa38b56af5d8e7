using System.Net.WebSockets;

namespace Sessvm.Client;

/// <summary>How a WebSocket of a session is opened and read.</summary>
public sealed record SessionSocketOptions
{
    /// <summary>How the handshake is signed.</summary>
    /// <value>Default: by headers.</value>
    public SocketCredential Credential { get; init; }

    /// <summary>The application's own sub-protocols, in order of preference.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> SubProtocols { get; init; } = [];

    /// <summary>Sets what else there is: proxy, certificates, compression.</summary>
    /// <value>Default: nothing. The connection is probed every 15 s and given up 15 s later.</value>
    public Action<ClientWebSocketOptions>? Configure { get; init; }

    /// <summary>The longest wait before a lost connection is opened again. Waits begin at a quarter of a second and double.</summary>
    /// <value>Default 30 s.</value>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest message that is read, in bytes.</summary>
    /// <value>Default 1 MiB.</value>
    public int LongestMessage { get; init; } = 1024 * 1024;
}
