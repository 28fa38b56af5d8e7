using Sessvm.Sessions;

namespace Sessvm.AspNetCore;

/// <summary>
/// The limit on refused attempts of one request. A genuine token is stopped by its own session's count alone before it
/// is looked at: neighbours on a network cannot keep each other out, only hear 429 where they would hear 401.
/// </summary>
internal readonly struct Limit(AttemptLimiter limiter, SessionId? session, string? network)
{
    private readonly string? _session = session?.ToString();

    /// <summary>How long to wait before anything is done; zero where there is no need.</summary>
    public TimeSpan Before => _session is null ? limiter.Wait(network) : limiter.Wait(_session);

    /// <summary>Notes a refusal, and tells how long to wait where there were too many before it.</summary>
    public TimeSpan Refuse()
    {
        var over = limiter.Wait(network);
        limiter.Note(_session);
        limiter.Note(network);
        return over;
    }
}
