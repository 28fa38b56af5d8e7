namespace Sessvm.AspNetCore;

/// <summary>How many live connections (WebSocket, hub, GraphQL) there may be, and how often their rows are looked at.</summary>
public sealed class SessvmConnectionOptions
{
    /// <summary>How many connections one session may have open on this node. One more is answered 429 before it opens.</summary>
    /// <value>64 by default; 1 to 10,000.</value>
    public int PerSession { get; set; } = 64;

    /// <summary>How many connections this node takes. One more is answered 503 before it opens, and the client tries another node.</summary>
    /// <value>50,000 by default; 1 to 10,000,000.</value>
    public int PerNode { get; set; } = 50_000;

    /// <summary>How often the row of a session with open connections is read, though this node hears of ends without that: for those who trust no broadcast alone.</summary>
    /// <value>None by default: only when a deadline may have passed, or while ends cannot be heard; 1 second to 1 day.</value>
    public TimeSpan? Recheck { get; set; }
}
