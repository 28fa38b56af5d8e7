using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The session of a verified access token. One instance serves every request with that token: it is built once.</summary>
public sealed class AuthenticatedSession
{
    // A node knows more tokens than a processor's caches hold, so what each request looks at stands together in memory,
    // ahead of the token: first the references, then the numbers.
    private volatile Agent? _accepted; // the requester that most requests come from, ahead of the rest
    private volatile AgentReading? _lastRead;
    private volatile (Agent Agent, SessionReason Reason)[] _judged = [];
    private readonly long _expiresAt; // ticks
    private long _device; // of the one that agreed, folded; 0 while none has
    private long _authenticatedAt; // ticks; 0 while nobody has asked the row
    private readonly AccessToken _token;

    internal AuthenticatedSession(in AccessToken token)
    {
        _token = token;
        _expiresAt = token.ExpiresAt.UtcTicks;
        KeyId = token.KeyId;
    }

    /// <summary>The session's name.</summary>
    public SessionId Id => _token.Session;

    /// <summary>The user, as the application names it.</summary>
    public string Subject => _token.Subject;

    /// <summary>The scopes in the token.</summary>
    public IReadOnlyList<string> Scopes => _token.Scopes;

    /// <summary>The claims in the token.</summary>
    public IReadOnlyList<SessionClaim> Claims => _token.Claims;

    /// <summary>The token's generation.</summary>
    public uint Generation => _token.Generation;

    /// <summary>The generation of the last renewal, as the token says it.</summary>
    public uint Floor => _token.Floor;

    /// <summary>When the token was issued.</summary>
    public DateTimeOffset IssuedAt => _token.IssuedAt;

    /// <summary>When the token expires. The session may go on after that.</summary>
    public DateTimeOffset ExpiresAt => new(_expiresAt, TimeSpan.Zero);

    /// <summary>Whether the client's cookies outlive the browser session.</summary>
    public bool Persistent => _token.Persistent;

    /// <summary>What a transport keeps with the session (its claims identity): built once a token.</summary>
    internal object? Attached { get; set; }

    internal ref readonly AccessToken Token => ref _token;

    /// <summary>The key that the token was minted under.</summary>
    internal byte KeyId { get; }

    /// <summary>Whether this node has noted the generation's first sight (R3).</summary>
    internal bool Noted { get; set; }

    /// <summary>When the credentials behind the token were seen; <see langword="null"/> while nobody has asked the row.</summary>
    internal DateTimeOffset? AuthenticatedAt
    {
        get => Volatile.Read(ref _authenticatedAt) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _authenticatedAt, value.GetValueOrDefault().UtcTicks);
    }

    /// <summary>When the use of the session is next worth a mark, in UTC ticks (R6).</summary>
    internal long NextTouch { get; set; }

    /// <summary>Whether the token carries a scope.</summary>
    /// <param name="scope">The scope.</param>
    public bool HasScope(string scope) => _token.Scopes.Contains(scope);

    /// <inheritdoc/>
    public override string ToString() => Id.ToString();

    /// <summary>Compares a device id with the token's tag; the one that agreed is remembered.</summary>
    internal DeviceFinding Compare(Guid? device, KeySet keys)
    {
        if (device is not { } shown)
        {
            return DeviceFinding.Missing;
        }

        long folded = Fold(shown);
        if (folded == Volatile.Read(ref _device) && folded != 0)
        {
            return DeviceFinding.Same;
        }

        if (!ConstantTime.Same(keys.DeviceTag(shown), _token.DeviceTag))
        {
            return DeviceFinding.Other;
        }

        Volatile.Write(ref _device, folded);
        return DeviceFinding.Same;
    }

    /// <summary>Whether the token was minted for a requester with this tag.</summary>
    internal bool HasRequester(uint tag) => ConstantTime.Same(tag, _token.RequesterTag);

    /// <summary>Reads the agent of a request: most often the text is the one that came with this token before.</summary>
    internal Agent ReadAgent(in RequestTraits traits, FingerprintExtractor extractor)
    {
        if (_lastRead is { } last && last.Text == traits.UserAgent)
        {
            return last.Agent;
        }

        var reading = extractor.Read(traits);
        if (reading.Text is not null)
        {
            _lastRead = reading;
        }

        return reading.Agent;
    }

    /// <summary>What was found of a requester before; <see cref="SessionReason.None"/> where it was accepted.</summary>
    internal bool TryRecall(Agent agent, out SessionReason reason)
    {
        if (ReferenceEquals(_accepted, agent))
        {
            reason = SessionReason.None;
            return true;
        }

        foreach (var (known, found) in _judged)
        {
            if (ReferenceEquals(known, agent) || known == agent)
            {
                reason = found;
                return true;
            }
        }

        reason = SessionReason.None;
        return false;
    }

    /// <summary>Keeps what was found of a requester: the last four.</summary>
    internal void Remember(Agent agent, SessionReason reason)
    {
        _judged = [(agent, reason), .. _judged.Where(one => one.Agent != agent).Take(3)];
        _accepted = reason == SessionReason.None ? agent : _accepted == agent ? null : _accepted;
    }

    // 64 bits, which are read and written at once; the tag that the device agreed with has 32.
    private static long Fold(Guid device)
    {
        var halves = Unsafe.BitCast<Guid, Vector128<long>>(device);
        return halves[0] ^ halves[1];
    }
}
