using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>One exchange, as it was asked and answered.</summary>
internal sealed record Exchanged(Person Who, string Text, bool Background, Node Node, string Jar, SessionRow Before, ExchangeResult Result, IReadOnlyList<SessionEvent> Events, DateTimeOffset Now);

/// <summary>What must hold of the answer to an exchange.</summary>
internal static class ExchangeChecks
{
    public static void Check(Oracle oracle, Exchanged step)
    {
        var shown = oracle.Read(step.Text);
        var reason = step.Result.Reason;
        if (oracle.Clean)
        {
            var expected = oracle.Reference.Expect(step.Who, shown, step.Before.IdleDeadline, step.Now);
            Violation.Unless(reason == expected, $"The reference says {expected}, the service {reason}.");
        }

        CheckEnds(oracle, step, shown);
        CheckDeadlines(oracle, step);
        CheckThief(oracle, step, shown);
        if (!oracle.Intruded)
        {
            CheckOwnerAlone(oracle, step, shown);
        }

        if (step.Result.Succeeded)
        {
            CheckHandedOut(oracle, step, shown, oracle.Read(step.Result.AccessToken.Value.Reveal()));
        }
    }

    private static void CheckEnds(Oracle oracle, Exchanged step, AccessToken shown)
    {
        bool succeeded = step.Result.Succeeded;
        Violation.Unless(!succeeded || !step.Node.HasHeardEnd, "R5: a node exchanged for a session whose end it remembers.");
        Violation.Unless(!step.Node.HasHeardEnd || oracle.Row.End is not null, "R5: a node met a row without the end that it remembers, and left it so.");
        Violation.Unless(!succeeded || shown.Floor >= step.Node.Feed.RefuseBelow, "R7: a node exchanged a token that a renewal refuses.");
        Violation.Unless(!succeeded || step.Before.End is null, "R5: an ended row was exchanged.");
        if (step.Result.Reason == SessionReason.ReplayDetected)
        {
            Violation.Unless(oracle.Row.End?.Reason == EndReason.Replay, "R4: a replay ends the family.");
            Violation.Unless(step.Events.OfType<ReplayDetected>().Count() == 1, "R4: a replay is told once.");
        }
    }

    private static void CheckDeadlines(Oracle oracle, Exchanged step)
    {
        var options = oracle.Settings.Options;
        Violation.Unless(!step.Result.Succeeded || step.Now < oracle.Reference.Deadline, "R6: exchanged after the absolute deadline.");
        Violation.Unless(!step.Result.Succeeded || step.Now < oracle.LastUsed + options.IdleTimeout, "R6: exchanged after the idle deadline.");
        Violation.Unless(step.Result.Reason != SessionReason.SessionExpired || step.Now >= oracle.Reference.Deadline, "R6: expired before the deadline.");

        // The bound: uses are written once in a touch interval, and a use counts when its mark has reached the store.
        var written = oracle.Uses.Last(use => use == oracle.Uses[0] || use < step.Now - Settings.MarkLag);
        Violation.Unless(
            step.Result.Reason != SessionReason.SessionIdle || oracle.UsesLost || step.Now >= written + options.IdleTimeout - options.TouchInterval,
            "R6: idle before the deadline, less the touch interval.");
    }

    /// <summary>The owner alone is never refused before the deadlines, but for a token that a newer one has replaced.</summary>
    private static void CheckOwnerAlone(Oracle oracle, Exchanged step, AccessToken shown)
    {
        bool newerAtHand = oracle.Read(step.Jar) is var jar && (jar.Floor > shown.Floor || jar.Generation > shown.Generation);
        bool fine = step.Result.Reason switch
        {
            SessionReason.None => true,
            SessionReason.SessionNotActive => oracle.EverEnded,
            SessionReason.SessionExpired or SessionReason.SessionIdle => true, // checked above
            SessionReason.Superseded => newerAtHand || shown.Floor < oracle.HighestFloor,
            _ => false,
        };
        Violation.Unless(fine, $"The owner alone was refused: {step.Result.Reason}.");
        bool ahead = shown.Floor > step.Before.Access.Floor
            || (shown.Floor == step.Before.Access.Floor && shown.Generation > step.Before.Access.Generation);
        Violation.Unless(
            !ahead || !step.Result.Succeeded || step.Events.OfType<SessionHealed>().Any(),
            "R8: a token ahead of its row was accepted and not healed.");
        Violation.Unless(
            !ahead || !step.Result.Succeeded || step.Node.Feed.RefuseBelow > step.Before.Access.Floor
                || (oracle.Row.Access.Generation == shown.Generation && oracle.Row.SeenAt is not null),
            "R8: a healed row is at the token that healed it, and seen.");
    }

    private static void CheckThief(Oracle oracle, Exchanged step, AccessToken shown)
    {
        bool told = step.Events.Any(one => one is ReplayDetected or SessionRefused);
        if (step.Who.IsThief && oracle.Settings is { ThiefDiffers: true, Lenient: false })
        {
            Violation.Unless(!step.Result.Succeeded, "R4: a thief who differs was given a token.");
        }

        if (!step.Who.IsThief && oracle.Undetected is { } stolen)
        {
            Violation.Unless(
                (told && !step.Result.Succeeded) || step.Node.HasHeardEnd || !step.Before.IsLive(step.Now) || shown.Generation >= stolen.Generation,
                "R4: the owner's exchange after the thief's did not find the thief.");
        }

        if (step.Who.IsThief && step.Who.Device != Person.Owner.Device)
        {
            Violation.Unless(!step.Result.Succeeded, "R4: a thief without the device was given a token.");
        }
    }

    private static void CheckHandedOut(Oracle oracle, Exchanged step, AccessToken shown, AccessToken given)
    {
        var options = oracle.Settings.Options;
        if (!step.Result.Refreshed)
        {
            Violation.Unless(step.Result.AccessToken!.Value.Reveal() == step.Text, "R2: an answer that changes nothing gives the same token.");
            Violation.Unless(step.Now < shown.ExpiresAt, "An expired token was exchanged for itself.");
            return;
        }

        var used = step.Background || oracle.LastUsed > step.Now ? oracle.LastUsed : step.Now;
        Violation.Unless(given.ExpiresAt <= oracle.Reference.Deadline, "R6: a token outlives the absolute deadline.");
        Violation.Unless(given.ExpiresAt <= used + options.IdleTimeout, "R6: a token outlives the idle deadline.");
        if (!oracle.Clean)
        {
            return;
        }

        uint current = oracle.Reference.Generation;
        Violation.Unless(given.Generation == current || (given.Generation == current + 1 && shown.Generation == current), "R2: one successor.");
        if (given.Generation == current)
        {
            string newest = oracle.Reference.Newest;
            bool ample = oracle.Read(newest).ExpiresAt - options.RefreshAhead - step.Now >= options.Overlap;
            Violation.Unless(!ample || step.Result.AccessToken!.Value.Reveal() == newest, "R2: the same successor, byte for byte.");
        }
        else
        {
            Violation.Unless(step.Now >= shown.ExpiresAt - options.RefreshAhead, "A token that is not due was advanced.");
        }
    }
}
