using Sessvm.Fingerprints.Internal;

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
/// <item><term>needed</term><description>strict: all 14, too few are refused; relaxed: 7 of 10, too few ask for step-up</description></item>
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

    /// <summary>The policy's name: <c>strict</c>, <c>relaxed</c>, …</summary>
    public string Mode { get; }

    /// <summary>Makes a policy of a mode's rules and those that stand in their place.</summary>
    /// <param name="options">The mode, the points that are needed, and the rules.</param>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the key, the value and what is allowed.</exception>
    public static FingerprintPolicy Create(FingerprintPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return RulePolicy.Create(options);
    }

    /// <summary>Judges a request.</summary>
    /// <param name="stored">The fingerprint of the row.</param>
    /// <param name="seen">The fingerprint of the request.</param>
    public abstract Verdict Judge(Fingerprint stored, Fingerprint seen);
}
