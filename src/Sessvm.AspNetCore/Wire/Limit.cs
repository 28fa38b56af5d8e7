using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// The limit on refused attempts of one request. A genuine token is always looked at, for it may be accepted: neither
/// neighbours on a network nor who holds an old copy can keep its owner out, only hear 429 where they would hear 401.
/// </summary>
internal readonly struct Limit(AttemptLimiter limiter, SessionId? session, string? network)
{
    private readonly string? _session = session?.ToString();

    /// <summary>How long to wait before anything is done; zero where there is no need.</summary>
    public TimeSpan Before => _session is null ? limiter.Wait(network) : TimeSpan.Zero;

    /// <summary>Notes a refusal, and tells how long to wait where there were too many before it.</summary>
    public TimeSpan Refuse()
    {
        var session = limiter.Wait(_session);
        var prefix = limiter.Wait(network);
        limiter.Note(_session);
        limiter.Note(network);
        return session > prefix ? session : prefix;
    }
}
