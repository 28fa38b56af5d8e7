using Microsoft.Extensions.Logging;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>The parts of a <see cref="SessionService"/>. Keys and a store are needed; the rest has defaults.</summary>
public sealed record SessionSetup
{
    /// <summary>The keys.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>Where rows live.</summary>
    public required ISessionStore Store { get; init; }

    /// <summary>Lifetimes and strictness.</summary>
    public SessionOptions Options { get; init; } = new();

    /// <summary>The fingerprint policy.</summary>
    /// <value><see cref="FingerprintPolicy.Relaxed"/> by default.</value>
    public FingerprintPolicy Policy { get; init; } = FingerprintPolicy.Relaxed;

    /// <summary>Which attributes of a request are looked at.</summary>
    public FingerprintOptions Fingerprints { get; init; } = new();

    /// <summary>Where the autonomous system of an address is looked up.</summary>
    /// <value>None by default: only what the transport knows counts.</value>
    public IAutonomousSystems? AutonomousSystems { get; init; }

    /// <summary>Carries ends to other nodes.</summary>
    /// <value>A <see cref="LocalRevocationFeed"/> by default: one process.</value>
    public IRevocationFeed? Feed { get; init; }

    /// <summary>Receives events.</summary>
    /// <value>None by default.</value>
    public ISessionEvents? Events { get; init; }

    /// <summary>Asked at each exchange.</summary>
    /// <value>None by default: sessions go on.</value>
    public ISessionValidator? Validator { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Receives what goes wrong in the background.</summary>
    /// <value>None by default.</value>
    public ILogger? Logger { get; init; }
}
