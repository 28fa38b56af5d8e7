using Sessvm.Fingerprints;

namespace Sessvm.Simulator.Play;

/// <summary>What a row keeps of a session, as far as a policy sees it. The flow is that of the library.</summary>
/// <param name="Started">When it was signed in.</param>
/// <param name="Last">When it was used last.</param>
/// <param name="Stored">The fingerprint of the row.</param>
/// <param name="Habits">What was learned.</param>
internal sealed record Session(DateTimeOffset Started, DateTimeOffset Last, Fingerprint Stored, Habits Habits)
{
    /// <summary>A new one.</summary>
    public static Session Start(Fingerprint seen, DateTimeOffset now) => new(now, now, seen, Habits.None);

    /// <summary>What a policy says of a request.</summary>
    public VerdictAction Judge(PlayedPolicy played, Fingerprint seen, DateTimeOffset now) =>
        played.Policy?.Judge(Stored, Habits, seen, now).Action ?? VerdictAction.Accept;

    /// <summary>After an exchange that was accepted.</summary>
    public Session Exchanged(PlayedPolicy played, Fingerprint seen, DateTimeOffset now) =>
        Moved(seen, now, played.Policy?.Learn(Habits, Stored, seen, now) ?? Habits);

    /// <summary>After a renewal with fresh credentials.</summary>
    public Session Renewed(PlayedPolicy played, Fingerprint seen, DateTimeOffset now) =>
        Moved(seen, now, played.Policy?.Confirm(Habits, Stored, seen, now) ?? Habits);

    // What a request does not tell, the row does not forget.
    private Session Moved(Fingerprint seen, DateTimeOffset now, Habits habits) => this with
    {
        Last = now,
        Habits = habits,
        Stored = seen with
        {
            Language = seen.Language ?? Stored.Language,
            Network = seen.Network ?? Stored.Network,
            AutonomousSystem = seen.Network is null ? Stored.AutonomousSystem : seen.AutonomousSystem,
            Tls = seen.Tls ?? Stored.Tls,
        },
    };
}
