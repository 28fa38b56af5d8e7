namespace Sessvm.Redis.Internal;

/// <summary>Up to where somebody has read the feed, and on which server.</summary>
internal readonly record struct FeedCursor(FeedPlace Place, string Server)
{
    /// <summary>Reads a cursor; one that is none is before every entry.</summary>
    internal static FeedCursor Parse(string? text) =>
        text?.Split('/') is [var place, var server] && FeedPlace.TryParse(place, out var known) ? new FeedCursor(known, server) : new FeedCursor(default, "");

    public override string ToString() => $"{Place}/{Server}";
}
