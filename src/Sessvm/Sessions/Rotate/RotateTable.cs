using Sessvm.Fingerprints;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>
/// The decision table of a rotation: rows 4 to 14 are those of the exchange, over the refresh lineage; then a current
/// token is always traded for the next pair, and an admissible predecessor for the current one.
/// </summary>
internal static class RotateTable
{
    public static ExchangeDecision Decide(
        SessionRow row, RefreshLineage refresh, in Presentation shown, SessionOptions options, FingerprintPolicy policy, DateTimeOffset now)
    {
        var lineage = LineageView.OfRefresh(row, refresh);
        if (ExchangeTable.Refusal(row, lineage, shown, options, policy, now) is { } refusal)
        {
            return refusal with { Reason = OfRefresh(refusal.Reason) };
        }

        // R6; for a predecessor it is the successor's life that counts, which the lost answer would have given (R3).
        var place = lineage.Place(shown);
        var expiresAt = place == Place.Predecessor ? refresh.Tokens.ExpiresAt : shown.IssuedAt + shown.Lifetime;
        if (now >= expiresAt)
        {
            return new ExchangeDecision { Answer = Answer.Refuse, Reason = SessionReason.RefreshExpired };
        }

        if (place == Place.Predecessor) // row 18
        {
            bool stamps = Stamp.IsNearlyDue(row.Access, row, options, shown.Background, now);
            return new ExchangeDecision { Answer = Answer.Current, Stamps = stamps };
        }

        return new ExchangeDecision { Answer = Answer.Successor, Heals = place is Place.Ahead or Place.Fork };
    }

    private static SessionReason OfRefresh(SessionReason reason) =>
        reason == SessionReason.SessionNotActive ? SessionReason.RefreshNotActive : reason;
}
