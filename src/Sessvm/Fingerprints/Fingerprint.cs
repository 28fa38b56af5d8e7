namespace Sessvm.Fingerprints;

/// <summary>What a request says of the device it comes from, reduced to what a policy needs.</summary>
/// <param name="Agent">The browser and system.</param>
/// <param name="Language">The primary language with its region where given (<c>en-GB</c>); <see langword="null"/> where none is sent.</param>
/// <param name="Network">The network prefix in CIDR form (<c>203.0.113.0/24</c>), never a full address (R9); <see langword="null"/> where none is known.</param>
/// <param name="Tls">The comparable form of the connection's TLS (<see cref="TlsFingerprint.Comparable"/>); <see langword="null"/> where none is known.</param>
public sealed record Fingerprint(Agent Agent, string? Language = null, string? Network = null, string? Tls = null)
{
    /// <summary>A fingerprint of which nothing is known.</summary>
    public static Fingerprint Unknown { get; } = new(Agent.Unknown);
}
