using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Stores;

/// <summary>
/// All that the server knows of one session: one row, whatever the session's age (R1). Immutable: a change is a
/// new record, and a store takes it by compare-and-swap on <see cref="Version"/>.
/// </summary>
/// <remarks>Instants are UTC in whole milliseconds. Nothing in a row is secret (R9).</remarks>
public sealed record SessionRow
{
    /// <summary>The session's name.</summary>
    public required SessionId Id { get; init; }

    /// <summary>The family: the id of the root session, which is the session's own id where it has no parent.</summary>
    public required SessionId Family { get; init; }

    /// <summary>The user, as the application names it: 1 to 255 bytes of UTF-8.</summary>
    public required string Subject { get; init; }

    /// <summary>When the session was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When fresh credentials were last seen: at the start, or at a later renewal that says so.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>The absolute deadline. Nothing moves it (R6).</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>How long the session may go unseen before it ends (R6).</summary>
    public required TimeSpan IdleTimeout { get; init; }

    /// <summary>Whether the client's cookies outlive the browser session.</summary>
    public bool Persistent { get; init; }

    /// <summary>The keyed hash of the device id.</summary>
    public required KeyedHash Device { get; init; }

    /// <summary>The thumbprint of the key that the device must prove, 32 bytes; <see langword="null"/> where none is demanded.</summary>
    public ReadOnlyMemory<byte>? DeviceKey { get; init; }

    /// <summary>The lineage of the access tokens.</summary>
    public required Lineage Access { get; init; }

    /// <summary>The lineage of the refresh tokens; <see langword="null"/> for a session that has none.</summary>
    public RefreshLineage? Refresh { get; init; }

    /// <summary>Who obtained the current access token (R4).</summary>
    public required Holder Holder { get; init; }

    /// <summary>Whether every generation is answered with <c>step-up-required</c> until a renewal (R4).</summary>
    public bool Held { get; init; }

    /// <summary>The scopes in the token: at most 32.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The claims that travel in the token: at most 1 kB.</summary>
    public IReadOnlyList<SessionClaim> TokenClaims { get; init; } = [];

    /// <summary>The claims that stay in the row: with <see cref="Data"/>, at most 4 kB.</summary>
    public IReadOnlyList<SessionClaim> Claims { get; init; } = [];

    /// <summary>The data bag: with <see cref="Claims"/>, at most 4 kB.</summary>
    public IReadOnlyList<SessionDatum> Data { get; init; } = [];

    /// <summary>What the device looked like when it was last accepted.</summary>
    public required Fingerprint Fingerprint { get; init; }

    /// <summary>What the fingerprint policy has learned of the session.</summary>
    /// <value><see cref="Habits.None"/> by default: most policies learn nothing.</value>
    public Habits Habits { get; init; } = Habits.None;

    /// <summary>The nonces of redeemed tickets, newest last: at most 16.</summary>
    public IReadOnlyList<RedeemedTicket> Tickets { get; init; } = [];

    /// <summary>When the session was last used; a mark, so it may lag by up to <c>TouchInterval</c>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the current generation was first seen in use; <see langword="null"/> while it has not been (R3). A mark.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>How the session ended; <see langword="null"/> while it lives. Final (R5).</summary>
    public SessionEnd? End { get; init; }

    /// <summary>The version that a store compares and swaps. Never repeats (R5).</summary>
    public required RowVersion Version { get; init; }

    /// <summary>When the session ends if it is not seen again before.</summary>
    public DateTimeOffset IdleDeadline => LastSeenAt + IdleTimeout;

    /// <summary>The earlier of the two deadlines: nothing of the session can be exchanged after it.</summary>
    public DateTimeOffset LapsesAt => IdleDeadline < Deadline ? IdleDeadline : Deadline;

    /// <summary>Whether the session is neither ended nor past a deadline.</summary>
    /// <param name="now">The present instant.</param>
    public bool IsLive(DateTimeOffset now) => End is null && now < LapsesAt;
}
