using Sessvm.Fingerprints.Internal;
using Sessvm.Fingerprints.Internal.Adaptive;

namespace Sessvm.Fingerprints;

/// <summary>Judges whether a request comes from the device that the row remembers.</summary>
/// <remarks>
/// <para>
/// Each attribute is a hit, a miss, or skipped, where one side knows nothing of it. A hit earns the attribute's weight; a
/// miss asks for the attribute's action. Too few points ask for the mode's action. The sternest of all actions is the verdict's.
/// A <em>required</em> attribute that the row knows and the request does not tell is a miss: else whoever copied a token
/// would pass by sending nothing.
/// </para>
/// <list type="table">
/// <listheader><term>attribute</term><description>weight; strict; relaxed</description></listheader>
/// <item><term>browser</term><description>4; exact, required, else refuse; exact, required, else refuse</description></item>
/// <item><term>version</term><description>1; exact, required, else refuse; may rise; one back is a miss without an action; further back, or of another browser: step-up</description></item>
/// <item><term>system</term><description>3; exact, required, else refuse; exact, required, else refuse</description></item>
/// <item><term>language</term><description>2; exact, else refuse; the region may vary; another language: step-up</description></item>
/// <item><term>network</term><description>1, relaxed 0; exact, else refuse; may change: reported, unless the autonomous system stayed</description></item>
/// <item><term>asn</term><description>1, relaxed 0; exact, else refuse; may change: reported</description></item>
/// <item><term>tls</term><description>2, relaxed 0; exact, else refuse; exact, else step-up</description></item>
/// <item><term>custom</term><description>1, relaxed 0; exact, else refuse; exact, else step-up</description></item>
/// <item><term>needed</term><description>strict: all 15, too few are refused; relaxed: 7 of 10, too few ask for step-up</description></item>
/// </list>
/// </remarks>
public abstract class FingerprintPolicy
{
    /// <summary>Makes a policy.</summary>
    /// <param name="mode">Its name in verdicts, in lower case.</param>
    protected FingerprintPolicy(string mode)
    {
        ArgumentException.ThrowIfNullOrEmpty(mode);
        Mode = mode;
    }

    /// <summary>Every known attribute exact; any miss is refused.</summary>
    public static FingerprintPolicy Strict { get; } = Create(new() { Mode = FingerprintMode.Strict });

    /// <summary>A browser may update, a language may vary in region, a network may change.</summary>
    public static FingerprintPolicy Relaxed { get; } = Create(new() { Mode = FingerprintMode.Relaxed });

    /// <summary>
    /// Learns which attributes of a session stay put, and weighs a change of one that has held far above a change of one
    /// that often moves. See <see cref="AdaptivePolicyOptions"/>.
    /// </summary>
    public static FingerprintPolicy Adaptive { get; } = CreateAdaptive(new AdaptivePolicyOptions());

    /// <summary>The policy's name: <c>strict</c>, <c>relaxed</c>, <c>adaptive</c>, …</summary>
    public string Mode { get; }

    /// <summary>Whether a new session is to be seeded from the subject's others: <see cref="Seed"/> is then called once after its start.</summary>
    /// <value><see langword="false"/> by default.</value>
    public virtual bool Learns => false;

    /// <summary>Makes a policy of a mode's rules and those that stand in their place.</summary>
    /// <param name="options">The mode, the points that are needed, and the rules.</param>
    /// <exception cref="ArgumentException">
    /// A value is not allowed; the message names the key, the value and what is allowed. The adaptive mode has no rules of
    /// this kind: see <see cref="CreateAdaptive"/>.
    /// </exception>
    public static FingerprintPolicy Create(FingerprintPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Mode == FingerprintMode.Adaptive ? AdaptivePolicy.Create(options) : RulePolicy.Create(options);
    }

    /// <summary>Makes an adaptive policy.</summary>
    /// <param name="options">At how many points what is asked.</param>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the key, the value and what is allowed.</exception>
    public static FingerprintPolicy CreateAdaptive(AdaptivePolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AdaptivePolicy(options);
    }

    /// <summary>Judges a request of a session of which nothing has been learned.</summary>
    /// <param name="stored">The fingerprint of the row.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    public abstract Verdict Judge(Fingerprint stored, Fingerprint seen);

    /// <summary>Judges a request by what has been learned of its session. Pure: the same arguments give the same verdict.</summary>
    /// <param name="stored">The fingerprint of the row.</param>
    /// <param name="habits">What the row keeps of what was learned.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="now">The present instant.</param>
    public virtual Verdict Judge(Fingerprint stored, Habits habits, Fingerprint seen, DateTimeOffset now) => Judge(stored, seen);

    /// <summary>Learns from a request that was accepted: once for each generation of tokens. Pure.</summary>
    /// <param name="habits">What was learned before.</param>
    /// <param name="stored">The fingerprint of the row, before this request.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>What the row keeps from now on. By default nothing is learned.</returns>
    public virtual Habits Learn(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) => habits;

    /// <summary>Learns from a request that brought fresh credentials: whatever it says is the person's own. Pure.</summary>
    /// <param name="habits">What was learned before.</param>
    /// <param name="stored">The fingerprint of the row, before this request.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>What the row keeps from now on. By default the same as <see cref="Learn"/>.</returns>
    public virtual Habits Confirm(Habits habits, Fingerprint stored, Fingerprint seen, DateTimeOffset now) => Learn(habits, stored, seen, now);

    /// <summary>Gives a new session what was learned of the subject's others. Pure.</summary>
    /// <param name="habits">What has been learned of the new session meanwhile.</param>
    /// <param name="siblings">What was learned of the others, the oldest session first.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>What the new row keeps. By default nothing is taken over.</returns>
    public virtual Habits Seed(Habits habits, IReadOnlyList<Habits> siblings, DateTimeOffset now) => habits;
}
