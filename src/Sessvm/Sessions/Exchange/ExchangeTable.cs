using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>
/// The decision table of an exchange, rows 4 to 18 (rows 1 to 3 are answered before there is a row to look at). A pure
/// function of (row, token, request, now): the first row that applies answers.
/// </summary>
internal static class ExchangeTable
{
    /// <summary>Decides on a presented access token.</summary>
    public static ExchangeDecision Decide(
        SessionRow row, in Presentation shown, SessionOptions options, FingerprintPolicy policy, DateTimeOffset now)
    {
        var lineage = LineageView.OfAccess(row);
        return Refusal(row, lineage, shown, options, policy, now) ?? DecideAnswer(row, lineage, shown, options, now);
    }

    /// <summary>Rows 4 to 14, over either lineage; <see langword="null"/> where none of them applies.</summary>
    public static ExchangeDecision? Refusal(
        SessionRow row, LineageView lineage, in Presentation shown, SessionOptions options, FingerprintPolicy policy, DateTimeOffset now)
    {
        if (row.End is not null) // row 4, R5
        {
            return Refuse(SessionReason.SessionNotActive);
        }

        if (now >= row.Deadline) // row 5, R6
        {
            return Refuse(SessionReason.SessionExpired) with { Ends = EndReason.Expired };
        }

        if (now >= row.IdleDeadline) // row 6, R6
        {
            return Refuse(SessionReason.SessionIdle) with { Ends = EndReason.Idle };
        }

        if (!shown.SameDevice) // row 7
        {
            return Refuse(SessionReason.DeviceMismatch) with { Notable = true };
        }

        if (row.DeviceKey is not null && shown.Proof != DeviceProof.Valid) // row 8
        {
            var reason = shown.Proof == DeviceProof.Missing ? SessionReason.ProofRequired : SessionReason.ProofInvalid;
            return Refuse(reason) with { Notable = true };
        }

        var place = lineage.Place(shown);
        var likeness = row.Holder.Compare(shown.Requester);
        return DecideLineage(lineage, place, likeness, options, now)
            ?? DecideRequester(row, lineage, place, shown, likeness, policy, now);
    }

    /// <summary>Rows 9 to 11: may this generation still speak at all (R3, R4)?</summary>
    private static ExchangeDecision? DecideLineage(
        LineageView lineage, Place place, Likeness likeness, SessionOptions options, DateTimeOffset now)
    {
        bool somebodyElse = likeness == Likeness.SomebodyElse;
        return place switch
        {
            Place.Renewed when !somebodyElse => Refuse(SessionReason.Superseded), // row 9
            Place.Renewed => Replay(likeness), // row 9
            Place.FarBehind when !somebodyElse && now <= lineage.Tokens.RotatedAt + options.Overlap
                => Refuse(SessionReason.Superseded), // row 10: merely late
            Place.FarBehind => Replay(likeness), // row 11
            Place.Predecessor when !lineage.Admits(options, now) => Replay(likeness), // row 11
            _ => null,
        };
    }

    /// <summary>Rows 12 to 14: is it the right one who speaks (R4)?</summary>
    private static ExchangeDecision? DecideRequester(
        SessionRow row, LineageView lineage, Place place, in Presentation shown, Likeness likeness, FingerprintPolicy policy, DateTimeOffset now)
    {
        // An earlier stamp is a predecessor too: somebody has obtained a newer token since.
        bool newest = shown.IssuedAt == lineage.Tokens.IssuedAt && shown.Lifetime == lineage.Tokens.Lifetime;
        bool overtaken = place is Place.Predecessor or Place.Fork || (place == Place.Current && !newest);
        if (overtaken && likeness != Likeness.Same) // row 12
        {
            return likeness == Likeness.OtherTls // R4: TLS alone never ends a family
                ? Refuse(SessionReason.StepUpRequired) with { Notable = true, Likeness = likeness }
                : lineage.SeenAt is null // nobody can tell owner from thief
                    ? Refuse(SessionReason.StepUpRequired) with { Notable = true, Likeness = likeness, Holds = true }
                    : Replay(likeness);
        }

        var verdict = policy.Judge(row.Fingerprint, row.Habits, shown.Fingerprint, now);
        if (verdict.Action is VerdictAction.Refuse or VerdictAction.End) // row 13
        {
            bool ends = verdict.Action == VerdictAction.End;
            return Refuse(SessionReason.BindingMismatch) with
            {
                Notable = true,
                Verdict = verdict,
                Likeness = likeness,
                Ends = ends ? EndReason.Binding : null,
                EndsFamily = ends,
            };
        }

        // A token from a renewal that the store lost has been stepped up: the hold that it lifted holds it no more.
        bool held = row.Held && shown.Floor <= lineage.Tokens.Floor;
        return held || verdict.Action == VerdictAction.StepUp // row 14
            ? Refuse(SessionReason.StepUpRequired) with { Notable = true, Verdict = verdict, Likeness = likeness }
            : null;
    }

    /// <summary>Rows 15 to 18: what is handed out (R2, R8).</summary>
    private static ExchangeDecision DecideAnswer(
        SessionRow row, LineageView lineage, in Presentation shown, SessionOptions options, DateTimeOffset now)
    {
        var place = lineage.Place(shown);
        if (place is Place.Ahead or Place.Fork) // row 15, R8
        {
            // Stamped anew and not advanced: a later stamp of this generation, lost as well, may be on its way (R2).
            bool due = Stamp.IsDue(shown.IssuedAt + shown.Lifetime, row, options, shown.Background, now);
            return new ExchangeDecision { Heals = true, Answer = due ? Answer.Current : Answer.Same, Stamps = due };
        }

        if (place == Place.Current)
        {
            if (!Stamp.IsDue(shown.IssuedAt + shown.Lifetime, row, options, shown.Background, now)) // row 16
            {
                return new ExchangeDecision { Answer = Answer.Same };
            }

            // Due, but stamped within the overlap, for this client or another tab: that answer may still be on its way, and
            // would overtake a new generation (R2).
            if (Stamp.IsSettled(lineage.Tokens, options, now)
                && Stamp.IsDue(lineage.Tokens.ExpiresAt, row, options, shown.Background, now)) // row 17
            {
                return new ExchangeDecision { Answer = Answer.Successor };
            }
        }

        bool stamps = Stamp.IsNearlyDue(lineage.Tokens, row, options, shown.Background, now);
        return new ExchangeDecision { Answer = Answer.Current, Stamps = stamps }; // row 18
    }

    private static ExchangeDecision Refuse(SessionReason reason) => new() { Answer = Answer.Refuse, Reason = reason };

    private static ExchangeDecision Replay(Likeness likeness) => Refuse(SessionReason.ReplayDetected) with
    {
        Ends = EndReason.Replay,
        EndsFamily = true, // R4
        Likeness = likeness,
    };
}
