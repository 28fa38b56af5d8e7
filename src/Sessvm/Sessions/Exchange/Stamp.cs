using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>How long a token minted now would live, and when one is due for exchange (R2, R6).</summary>
internal static class Stamp
{
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(1);

    /// <summary>The lifetime of a token minted now, in whole seconds: never past the earliest of the three deadlines (R6).</summary>
    public static TimeSpan Lifetime(SessionRow row, TimeSpan most, bool background, DateTimeOffset now) =>
        Lifetime(row.Deadline, (background ? row.LastSeenAt : Later(row.LastSeenAt, now)) + row.IdleTimeout, most, now);

    /// <summary>The same, where there is no row yet.</summary>
    public static TimeSpan Lifetime(DateTimeOffset deadline, DateTimeOffset idle, TimeSpan most, DateTimeOffset now)
    {
        var left = (deadline < idle ? deadline : idle) - now;
        return TimeSpan.FromSeconds(Math.Max(0, Math.Floor((left < most ? left : most).TotalSeconds)));
    }

    /// <summary>Whether a token is to be exchanged: expired, or within <see cref="SessionOptions.RefreshAhead"/> of it where that gains time.</summary>
    public static bool IsDue(DateTimeOffset expiresAt, SessionRow row, SessionOptions options, bool background, DateTimeOffset now) =>
        now >= expiresAt || (expiresAt - now < options.RefreshAhead && Gains(expiresAt, row, options, background, now));

    /// <summary>
    /// Whether a token would be due within the overlap, so that it is stamped anew before it is handed out again (R2): even
    /// where that gains no time, for the stamp tells when the generation was last handed out. Once a grain is enough, so
    /// that racers near the session's end do not each write.
    /// </summary>
    public static bool IsNearlyDue(in Lineage tokens, SessionRow row, SessionOptions options, bool background, DateTimeOffset now) =>
        now >= tokens.ExpiresAt
        || (tokens.ExpiresAt - options.RefreshAhead - now < options.Overlap
            && (now >= tokens.IssuedAt + Grain || Gains(tokens.ExpiresAt, row, options, background, now)));

    /// <summary>Whether every answer with the newest stamp has arrived or is lost: a new generation cannot be overtaken (R2).</summary>
    public static bool IsSettled(in Lineage tokens, SessionOptions options, DateTimeOffset now) =>
        now >= tokens.IssuedAt + options.Overlap + Grain;

    // Near the session's own end an exchange gains nothing: without this, every call there would mint another token.
    private static bool Gains(DateTimeOffset expiresAt, SessionRow row, SessionOptions options, bool background, DateTimeOffset now) =>
        now + Lifetime(row, options.AccessLifetime, background, now) - expiresAt > options.Overlap;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
