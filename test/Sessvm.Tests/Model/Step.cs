namespace Sessvm.Tests.Model;

/// <summary>
/// One thing that happens in the world. Numbers choose among what is there at that moment, and a step that finds nothing
/// to do does nothing: so every sequence has a meaning, and so has every shorter one.
/// </summary>
internal abstract record Step
{
    /// <summary>Time passes: by one of the world's interesting spans.</summary>
    public sealed record Advance(int Span) : Step;

    /// <summary>A tab sends a request with what the jar holds now; it is on its way.</summary>
    public sealed record Send(bool Exchange, bool Background) : Step;

    /// <summary>A request that is on its way reaches a node; its answer is on its way back.</summary>
    public sealed record Arrive(int Flight, int Node) : Step;

    /// <summary>An answer reaches the browser: out of order, if the numbers say so.</summary>
    public sealed record Deliver(int Flight) : Step;

    /// <summary>A request or an answer is lost.</summary>
    public sealed record Lose(int Flight) : Step;

    /// <summary>A tab sends a request and has the answer at once.</summary>
    public sealed record Call(bool Exchange, bool Background, int Node) : Step;

    /// <summary>A tab sends a request that reaches a node at once; the answer is on its way back.</summary>
    public sealed record Ask(bool Exchange, bool Background, int Node) : Step;

    /// <summary>The owner signs in again on the session: fresh credentials.</summary>
    public sealed record Renew(int Node, bool Lost) : Step;

    /// <summary>The session is ended.</summary>
    public sealed record SignOut(int Node) : Step;

    /// <summary>The browser restarts, one version newer.</summary>
    public sealed record Update : Step;

    /// <summary>The thief copies what the jar holds.</summary>
    public sealed record Steal : Step;

    /// <summary>The thief presents one of the tokens it holds.</summary>
    public sealed record Intrude(int Loot, bool Exchange, int Node) : Step;

    /// <summary>A node's marks reach the store.</summary>
    public sealed record WriteMarks(int Node) : Step;

    /// <summary>A node dies, its marks with it, and starts again: with the feed's past, or hearing nothing until it catches up.</summary>
    public sealed record Crash(int Node, bool CaughtUp) : Step;

    /// <summary>The store's replica takes over, without the last writes.</summary>
    public sealed record Failover(int Writes) : Step;

    /// <summary>A node hears what was published.</summary>
    public sealed record Hear(int Node) : Step;
}
