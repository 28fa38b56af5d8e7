using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Demo.Events;

/// <summary>What the page shows of an event.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">One word.</param>
/// <param name="Sid">The session.</param>
/// <param name="Text">What happened, for a person.</param>
/// <param name="Asked">Whether it tells who was asking: somebody who was refused, or a device that was accepted though it had changed.</param>
internal sealed record PlainEvent(DateTimeOffset At, string Kind, string Sid, string Text, bool Asked);

/// <summary>Says what happened so that nobody needs the manual.</summary>
internal static class PlainWords
{
    public static PlainEvent Of(SessionEvent e)
    {
        var (kind, text) = e switch
        {
            SessionStarted s => ("started", $"Signed in with {s.Agent.Browser} on {s.Agent.System}."),
            SessionExchanged { Repeated: true } x => ("repeated", $"Asked again: the same successor, generation {x.Generation}, was handed out once more."),
            SessionExchanged x => ("exchanged", $"The token had expired and was exchanged: generation {x.Generation}."),
            SessionAgentChanged a => ("accepted", $"{Of(a.Before)} is {Of(a.Now)} now. Nobody was bothered."),
            SessionRotated r => ("rotated", $"The refresh token was traded for the next pair: generation {r.Generation}."),
            SessionRenewed r => ("renewed", $"Renewed: every token before generation {r.Generation} is refused."),
            SessionEnded d => ("ended", $"The session ended: {Why(d.Reason)}."),
            ReplayDetected r => ("replay", $"Somebody presented a copy of generation {r.Presented} while {r.Current} is current. The family has ended."),
            SessionHealed h => ("healed", $"The store had lost writes; the row was moved from generation {h.From} to {h.To}."),
            SessionRefused f => (f.Reason == SessionReason.StepUpRequired ? "step-up" : "refused", Refusal(f.Reason, f.Verdict)),
            _ => ("event", e.GetType().Name),
        };
        return new PlainEvent(e.At, kind, e.Session.ToString(), text, e is SessionRefused or SessionAgentChanged or ReplayDetected or SessionRenewed);
    }

    /// <summary>A browser and its system.</summary>
    public static string Of(Agent agent) => $"{agent.Browser} {agent.Version} on {agent.System}".Replace("  ", " ");

    private static string Refusal(SessionReason reason, Verdict? verdict)
    {
        string what = reason == SessionReason.StepUpRequired
            ? "Somebody holds a token of this session, and must show that it is you"
            : "Somebody presented a token of this session, and was refused";
        return verdict is { Failed.Count: > 0 } v
            ? $"{what}: {And(v.Failed)} {(v.Failed.Count == 1 ? "is" : "are")} not what the server remembers{More(v)} ({reason.ToCode()}; by the {v.Mode} policy {v.Score} points, {v.Need} needed)."
            : $"{what} ({reason.ToCode()}).";
    }

    /// <summary>What a policy that learns says beyond what changed: how long it had held.</summary>
    private static string More(Verdict verdict) =>
        verdict.Explanation.IndexOf("; ", StringComparison.Ordinal) is >= 0 and var place ? verdict.Explanation[place..] : "";

    private static string And(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";

    private static string Why(EndReason reason) => reason switch
    {
        EndReason.SignedOut => "signed out",
        EndReason.Revoked => "ended from another of your sessions",
        EndReason.Administrative => "ended by an administrator",
        EndReason.Expired => "it reached its last day",
        EndReason.Idle => "it was not used for too long",
        EndReason.Replay => "a copy of its token was presented",
        EndReason.Binding => "the device no longer looks like itself",
        EndReason.Replaced => "signed in again on the same device",
        EndReason.Evicted => "another sign-in needed the room",
        EndReason.Rejected => "the user may not go on",
        _ => reason.ToString(),
    };
}
