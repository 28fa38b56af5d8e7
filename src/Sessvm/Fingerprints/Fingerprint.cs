namespace Sessvm.Fingerprints;

/// <summary>What a request says of the device it comes from, reduced to what a policy needs.</summary>
/// <param name="Agent">The browser and system.</param>
/// <param name="Language">The primary language with its region where given (<c>en-GB</c>); <see langword="null"/> where none is sent.</param>
/// <param name="Network">The network prefix in CIDR form (<c>203.0.113.0/24</c>), never a full address (R9); <see langword="null"/> where none is known.</param>
/// <param name="Tls">The comparable form of the connection's TLS (<see cref="TlsFingerprint.Comparable"/>); <see langword="null"/> where none is known.</param>
public sealed record Fingerprint(Agent Agent, string? Language = null, string? Network = null, string? Tls = null)
{
    // 0 is none: half the size of a nullable number.
    private readonly uint _autonomousSystem;
    private readonly uint _custom;

    /// <summary>The number of the autonomous system that announces the network.</summary>
    /// <value><see langword="null"/> by default: none is known. 0 is the number of no system (RFC 7607) and counts as none.</value>
    public uint? AutonomousSystem
    {
        get => _autonomousSystem == 0 ? null : _autonomousSystem;
        init => _autonomousSystem = value ?? 0;
    }

    /// <summary>A checksum of the attribute of the application's own (<see cref="RequestTraits.Custom"/>).</summary>
    /// <value><see langword="null"/> by default: none is known.</value>
    public uint? Custom
    {
        get => _custom == 0 ? null : _custom;
        init => _custom = value ?? 0;
    }

    /// <summary>The kind of device, for showing people their devices; no policy compares it.</summary>
    /// <value><see cref="DeviceClass.Other"/> by default.</value>
    public DeviceClass Device { get; init; }

    /// <summary>A fingerprint of which nothing is known.</summary>
    public static Fingerprint Unknown { get; } = new(Agent.Unknown);
}
