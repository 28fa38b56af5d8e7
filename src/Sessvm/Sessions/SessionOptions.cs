using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>How long things live, and how strictly a lineage is judged. Checked by <see cref="Validate"/> at the start.</summary>
public sealed record SessionOptions
{
    /// <summary>How long an access token lives.</summary>
    /// <value>15 minutes by default; 10 seconds to 24 hours, at most <see cref="IdleTimeout"/>.</value>
    public TimeSpan AccessLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a session may go unseen (NIST SP 800-63B, 4.2.3; ASVS 7.3.1).</summary>
    /// <value>14 days by default; at least <see cref="AccessLifetime"/>.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long a session may last, whatever happens (NIST SP 800-63B, 4.2.3; ASVS 7.3.2).</summary>
    /// <value>30 days by default; at least <see cref="AccessLifetime"/>, at most 10 years.</value>
    public TimeSpan AbsoluteTimeout { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a refresh token lives.</summary>
    /// <value>30 days by default; at least <see cref="AccessLifetime"/>.</value>
    public TimeSpan RefreshLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long after an exchange, or the first sight of its result, the predecessor is answered with the same successor (R2, R3).
    /// Must be above the longest time that an answer can be in flight, proxies' retries included.
    /// </summary>
    /// <value>30 seconds by default; 1 second to 10 minutes, and below <see cref="AccessLifetime"/> − <see cref="RefreshAhead"/>.</value>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What becomes of the predecessor when the answer to an exchange is lost (R3).</summary>
    /// <value><see cref="LostResponse.UntilSeen"/> by default.</value>
    public LostResponse LostResponse { get; init; } = LostResponse.UntilSeen;

    /// <summary>Tokens with less than this left are exchanged although they have not expired.</summary>
    /// <value>Zero by default: only expired tokens are exchanged.</value>
    public TimeSpan RefreshAhead { get; init; } = TimeSpan.Zero;

    /// <summary>The most live sessions that a subject may have, children counted (ASVS 7.1.2).</summary>
    /// <value>No limit by default; else at least 1.</value>
    public int? MaxSessionsPerSubject { get; init; }

    /// <summary>What gives way when a subject has as many.</summary>
    /// <value><see cref="WhenFull.EvictOldest"/> by default.</value>
    public WhenFull WhenFull { get; init; } = WhenFull.EvictOldest;

    /// <summary>Within which time an end is heard on every node (R7).</summary>
    /// <value>1 second by default; 100 milliseconds to 1 minute.</value>
    public TimeSpan RevocationBound { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a node serves on when it can reach neither the feed nor the store (R7).</summary>
    /// <value>30 seconds by default; zero to 1 hour.</value>
    public TimeSpan BlindGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>At most once in this time a session's use is written to the store (R6). The first sight of a generation is written at once.</summary>
    /// <value>1 minute by default; 1 second to 1 hour, and below <see cref="IdleTimeout"/>.</value>
    public TimeSpan TouchInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many calls of a store that is not in memory a node has under way at most. What comes beyond that is answered as if the
    /// store were down, at once: a queue that nobody waits for any more helps nobody.
    /// </summary>
    /// <value>1,000 by default; 1 to 1,000,000. Ends are begun all the same.</value>
    public int StoreCalls { get; init; } = 1_000;

    /// <summary>How long a node waits for one call of a store, and a tenth of that more at most.</summary>
    /// <value>5 seconds by default; 100 milliseconds to 10 minutes.</value>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the settled part of the fingerprint is checked on every request, or only where a full verdict is taken.</summary>
    /// <value><see cref="FingerprintCheck.EveryRequest"/> by default.</value>
    public FingerprintCheck FingerprintCheck { get; init; } = FingerprintCheck.EveryRequest;

    /// <summary>For how long an end or a renewal is remembered and kept in the feed: past the life of any access token that it refuses.</summary>
    internal TimeSpan RefusalHorizon =>
        2 * AccessLifetime > TimeSpan.FromHours(1) ? 2 * AccessLifetime : TimeSpan.FromHours(1);

    /// <summary>Checks every value and how they stand to each other (R6).</summary>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the key, the value and what is allowed.</exception>
    public void Validate()
    {
        Between(nameof(AccessLifetime), AccessLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1));
        Between(nameof(AbsoluteTimeout), AbsoluteTimeout, AccessLifetime, TimeSpan.FromDays(3653));
        Between(nameof(IdleTimeout), IdleTimeout, AccessLifetime, TimeSpan.FromDays(3653)); // R6: never below the access lifetime
        Between(nameof(RefreshLifetime), RefreshLifetime, AccessLifetime, TimeSpan.FromDays(3653));
        Between(nameof(Overlap), Overlap, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Between(nameof(RefreshAhead), RefreshAhead, TimeSpan.Zero, AccessLifetime);
        Between(nameof(RevocationBound), RevocationBound, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Between(nameof(BlindGrace), BlindGrace, TimeSpan.Zero, TimeSpan.FromHours(1));
        Between(nameof(TouchInterval), TouchInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Between(nameof(StoreTimeout), StoreTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Require(StoreCalls is >= 1 and <= 1_000_000, nameof(StoreCalls), StoreCalls, "1 to 1000000");
        Require(TouchInterval < IdleTimeout, nameof(TouchInterval), TouchInterval, $"less than IdleTimeout ({IdleTimeout})");
        Require(
            AccessLifetime - RefreshAhead > Overlap, // R6
            nameof(Overlap),
            Overlap,
            $"less than AccessLifetime − RefreshAhead ({AccessLifetime - RefreshAhead})");
        Require(MaxSessionsPerSubject is null or >= 1, nameof(MaxSessionsPerSubject), MaxSessionsPerSubject, "none, or at least 1");
        Defined(nameof(LostResponse), LostResponse);
        Defined(nameof(WhenFull), WhenFull);
        Defined(nameof(FingerprintCheck), FingerprintCheck);
    }

    private static void Between(string key, TimeSpan value, TimeSpan least, TimeSpan most) =>
        Require(value >= least && value <= most, key, value, $"{least} to {most}");

    private static void Defined<T>(string key, T value)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), key, value, string.Join(", ", Enum.GetNames<T>()));

    private static void Require(bool holds, string key, object? value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"Sessvm:{key} is {value}; allowed is {allowed}.", key);
        }
    }
}

/// <summary>What becomes of the predecessor when the answer to an exchange is lost (R3).</summary>
public enum LostResponse
{
    /// <summary>It stays exchangeable until its successor has been seen in use: a lost answer never ends a session.</summary>
    UntilSeen,

    /// <summary>It stays exchangeable for <see cref="SessionOptions.Overlap"/> only: theft shows sooner, and a lost answer signs out.</summary>
    Overlap,
}

/// <summary>When the settled part of the fingerprint is checked.</summary>
public enum FingerprintCheck
{
    /// <summary>On every request, against the tag in the token.</summary>
    EveryRequest,

    /// <summary>Only at exchange and where an endpoint asks for it.</summary>
    Exchange,
}
