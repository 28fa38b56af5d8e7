using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Stores;

/// <summary>
/// Who obtained the current token, as far as a replay is judged by it (R4): browser family, whose version may rise,
/// system, and TLS; never the network.
/// </summary>
/// <param name="Agent">The browser and system.</param>
/// <param name="Tls">The normalised TLS fingerprint; <see langword="null"/> where none is known.</param>
public sealed record Holder(Agent Agent, string? Tls = null)
{
    /// <summary>Who a request comes from.</summary>
    /// <param name="fingerprint">The fingerprint of the request.</param>
    public static Holder Of(Fingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        return new Holder(fingerprint.Agent, fingerprint.Tls);
    }

    /// <summary>Judges whether a request comes from this holder.</summary>
    /// <param name="requester">Who asks now.</param>
    public Likeness Compare(Holder requester)
    {
        ArgumentNullException.ThrowIfNull(requester);
        if (Agent.Browser != requester.Agent.Browser
            || Agent.System != requester.Agent.System
            || requester.Agent.Version < Agent.Version)
        {
            return Likeness.SomebodyElse;
        }

        return TlsAttribute.Differ(Tls, requester.Tls) ? Likeness.OtherTls : Likeness.Same;
    }
}

/// <summary>What <see cref="Holder.Compare"/> found.</summary>
public enum Likeness
{
    /// <summary>The same requester, as far as can be told.</summary>
    Same,

    /// <summary>The same but for TLS: asks for a step-up, never ends a family (R4).</summary>
    OtherTls,

    /// <summary>Somebody else.</summary>
    SomebodyElse,
}
