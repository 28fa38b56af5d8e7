namespace Sessvm.Simulator.Play;

/// <summary>The deadlines of a session, as they are by default.</summary>
internal static class Deadlines
{
    private static readonly TimeSpan Absolute = TimeSpan.FromDays(30);
    private static readonly TimeSpan Idle = TimeSpan.FromDays(14);

    /// <summary>Whether a session lives at an instant.</summary>
    public static bool Live(DateTimeOffset started, DateTimeOffset last, DateTimeOffset now) => now - started < Absolute && now - last < Idle;
}
