using Sessvm.Events;
using Sessvm.Stores;

namespace Sessvm.Demo.Events;

/// <summary>What the page shows of an event.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">One word.</param>
/// <param name="Sid">The session.</param>
/// <param name="Text">What happened, for a person.</param>
internal sealed record PlainEvent(DateTimeOffset At, string Kind, string Sid, string Text);

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
            SessionRotated r => ("rotated", $"The refresh token was traded for the next pair: generation {r.Generation}."),
            SessionRenewed r => ("renewed", $"Renewed: every token before generation {r.Generation} is refused."),
            SessionEnded d => ("ended", $"The session ended: {Why(d.Reason)}."),
            ReplayDetected r => ("replay", $"Somebody presented a copy of generation {r.Presented} while {r.Current} is current. The family has ended."),
            SessionHealed h => ("healed", $"The store had lost writes; the row was moved from generation {h.From} to {h.To}."),
            SessionRefused f => ("refused", f.Verdict is { Explanation.Length: > 0 } v
                ? $"Refused, {f.Reason.ToCode()}: {v.Explanation}."
                : $"Refused: {f.Reason.ToCode()}."),
            _ => ("event", e.GetType().Name),
        };
        return new PlainEvent(e.At, kind, e.Session.ToString(), text);
    }

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
