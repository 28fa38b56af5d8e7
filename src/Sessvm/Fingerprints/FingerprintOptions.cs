using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fingerprints;

/// <summary>What is read of a request, and how coarsely. Checked by <see cref="Validate"/> at the start.</summary>
public sealed record FingerprintOptions
{
    /// <summary>How many leading bits of an IPv4 address make its network.</summary>
    /// <value>24 bits by default; 0 to 28: more would name a line rather than a network, and a full address has no place in a row (R9).</value>
    public int IPv4Prefix { get; init; } = 24;

    /// <summary>How many leading bits of an IPv6 address make its network.</summary>
    /// <value>64 bits by default; 0 to 64: the rest names one machine (R9).</value>
    public int IPv6Prefix { get; init; } = 64;

    /// <summary>Whether the browser is read, and with it its version.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Browser { get; init; } = true;

    /// <summary>Whether the browser's major version is read.</summary>
    /// <value><see langword="true"/> by default; never without the browser.</value>
    public bool Version { get; init; } = true;

    /// <summary>Whether the operating system is read.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool System { get; init; } = true;

    /// <summary>Whether the class of device is read.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Device { get; init; } = true;

    /// <summary>Whether the primary language is read.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Language { get; init; } = true;

    /// <summary>Whether the network prefix is read.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Network { get; init; } = true;

    /// <summary>Whether the autonomous system is read, where there is something to read it from.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool AutonomousSystem { get; init; } = true;

    /// <summary>Whether the TLS of the connection is read.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Tls { get; init; } = true;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the key, the value and what is allowed.</exception>
    public void Validate()
    {
        Between(nameof(IPv4Prefix), IPv4Prefix, 28);
        Between(nameof(IPv6Prefix), IPv6Prefix, 64);
    }

    /// <summary>Leaves out what is switched off.</summary>
    internal Agent Reduce(Agent read)
    {
        if (this is { Browser: true, Version: true, System: true })
        {
            return read;
        }

        Agent reduced = new(
            Browser ? read.Browser : BrowserFamily.Unknown,
            Browser && Version ? read.Version : 0,
            System ? read.System : SystemFamily.Unknown);
        return reduced == Agent.Unknown ? Agent.Unknown : reduced;
    }

    private static void Between(string key, int value, int most)
    {
        if (value < 0 || value > most)
        {
            throw new ArgumentException($"Sessvm:Fingerprint:{key} is {value}; allowed is 0 to {most}.", key);
        }
    }
}
