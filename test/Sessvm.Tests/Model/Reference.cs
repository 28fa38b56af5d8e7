using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>
/// The plain model: what rules 3 to 6 say of one session whose store has lost nothing, written down once more from the
/// design and from nothing else.
/// </summary>
internal sealed class Reference(Settings settings, DateTimeOffset start)
{
    private readonly SessionOptions _options = settings.Options;
    private (DateTimeOffset, TimeSpan)? _stamp;

    public uint Generation { get; private set; } = 1;

    public uint Floor { get; private set; } = 1;

    public bool Held { get; private set; }

    public bool HasEnded { get; set; }

    /// <summary>The newest stamp of the current generation.</summary>
    public string Newest { get; private set; } = "";

    public DateTimeOffset Deadline { get; } = start + settings.Options.AbsoluteTimeout;

    private DateTimeOffset RotatedAt { get; set; } = start;

    private DateTimeOffset? SeenAt { get; set; }

    private Agent Holder { get; set; } = Person.Owner.Agent;

    /// <summary>What an exchange must answer.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="token">What they present.</param>
    /// <param name="idle">The idle deadline, as far as it is written.</param>
    /// <param name="now">The present instant.</param>
    public SessionReason Expect(Person who, AccessToken token, DateTimeOffset idle, DateTimeOffset now)
    {
        bool somebodyElse = Person.Differ(Holder, who.Agent);
        bool open = SeenAt is null || now <= (SeenAt > RotatedAt ? SeenAt.Value : RotatedAt) + _options.Overlap;
        int behind = (int)(Generation - token.Generation);
        bool overtaken = behind == 1 || (behind == 0 && _stamp is { } stamp && stamp != (token.IssuedAt, token.Lifetime));
        return HasEnded ? SessionReason.SessionNotActive
            : now >= Deadline ? SessionReason.SessionExpired
            : now >= idle ? SessionReason.SessionIdle
            : who.Device != Person.Owner.Device ? SessionReason.DeviceMismatch
            : token.Floor < Floor ? (somebodyElse ? SessionReason.ReplayDetected : SessionReason.Superseded)
            : behind >= 2 && !somebodyElse && now <= RotatedAt + _options.Overlap ? SessionReason.Superseded
            : behind >= 2 || (behind == 1 && !open) ? SessionReason.ReplayDetected
            : overtaken && somebodyElse ? (SeenAt is null ? SessionReason.StepUpRequired : SessionReason.ReplayDetected)
            : !settings.Lenient && who.Agent.Browser != Person.Owner.Agent.Browser ? SessionReason.BindingMismatch
            : Held ? SessionReason.StepUpRequired
            : SessionReason.None;
    }

    /// <summary>A token was handed out for another one: a new generation, or the current one, stamped anew or as it was.</summary>
    public void HandedOut(string text, AccessToken token, bool stamped, Person to, DateTimeOffset now)
    {
        if (token.Generation > Generation)
        {
            (Generation, RotatedAt, SeenAt) = (token.Generation, now, null);
            Holder = to.Agent;
        }
        else if (stamped)
        {
            Holder = to.Agent;
        }

        Newest = text;
        _stamp = (token.IssuedAt, token.Lifetime);
    }

    public void Renewed(string text, AccessToken token, Person to, DateTimeOffset now)
    {
        (Generation, Floor, RotatedAt, SeenAt, Held) = (token.Generation, token.Floor, now, null, false);
        Holder = to.Agent;
        Newest = text;
        _stamp = (token.IssuedAt, token.Lifetime);
    }

    public void Hold() => Held = true;

    /// <summary>A sight has been written: the first one counts.</summary>
    public void Seen(uint generation, DateTimeOffset at) => SeenAt ??= generation == Generation ? at : null;
}
