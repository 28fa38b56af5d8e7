using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>A lineage as a decision sees it: its tokens, and when the current generation was first seen in use.</summary>
internal readonly record struct LineageView(Lineage Tokens, DateTimeOffset? SeenAt)
{
    public static LineageView OfAccess(SessionRow row) => new(row.Access, row.SeenAt);

    /// <summary>
    /// A refresh token arrives together with an access token: the first sight of that one shows that both did. Once the
    /// access lineage has moved on, that sight lies behind the rotation somewhere; the rotation itself is then what counts.
    /// </summary>
    public static LineageView OfRefresh(SessionRow row, RefreshLineage refresh) => new(
        refresh.Tokens,
        row.Access.Generation == refresh.AccessGeneration ? row.SeenAt
            : row.Access.Generation > refresh.AccessGeneration ? refresh.Tokens.RotatedAt
            : null);

    /// <summary>Where a token stands in the lineage.</summary>
    /// <remarks>
    /// A renewal outranks every exchange: a token whose floor is lower was minted before it, in whatever branch of a
    /// store's history, and one whose floor is higher comes from a renewal that the store has lost.
    /// </remarks>
    public Place Place(in Presentation shown)
    {
        if (shown.Floor != Tokens.Floor)
        {
            return shown.Floor < Tokens.Floor ? Sessions.Place.Renewed : Sessions.Place.Ahead;
        }

        if (shown.Generation >= Tokens.Generation)
        {
            return shown.Generation > Tokens.Generation ? Sessions.Place.Ahead
                : Tokens.Issued(shown.IssuedAt) ? Sessions.Place.Current
                : Sessions.Place.Fork;
        }

        return shown.Generation + 1 == Tokens.Generation ? Sessions.Place.Predecessor : Sessions.Place.FarBehind;
    }

    /// <summary>Whether the predecessor is still answered with the current generation (R3).</summary>
    public bool Admits(SessionOptions options, DateTimeOffset now)
    {
        if (SeenAt is null && options.LostResponse == LostResponse.UntilSeen)
        {
            return true;
        }

        var door = SeenAt is { } seen && seen > Tokens.RotatedAt && options.LostResponse == LostResponse.UntilSeen ? seen : Tokens.RotatedAt;
        return now <= door + options.Overlap;
    }
}

/// <summary>Where a token stands in its lineage.</summary>
internal enum Place
{
    /// <summary>The current generation, as this lineage minted it.</summary>
    Current,

    /// <summary>The generation before the current one.</summary>
    Predecessor,

    /// <summary>Two or more behind.</summary>
    FarBehind,

    /// <summary>From before the last renewal.</summary>
    Renewed,

    /// <summary>Ahead of the row: minted by us, and lost by the store (R8).</summary>
    Ahead,

    /// <summary>The current generation, minted at a time that this lineage knows nothing of (R8).</summary>
    Fork,
}
