using Sessvm.Fingerprints;

namespace Sessvm.Sessions;

/// <summary>A token that is presented for exchange or rotation, and who presents it.</summary>
/// <param name="Token">The access token, or for a rotation the refresh token.</param>
/// <param name="Device">The device id that came with it.</param>
/// <param name="Fingerprint">What the request says of the device.</param>
public sealed record ExchangeRequest(string Token, Guid Device, Fingerprint Fingerprint)
{
    /// <summary>Whether a timer asks and not a person: the idle deadline is not moved (R6).</summary>
    public bool Background { get; init; }

    /// <summary>What came of the proof of the device key, where one is demanded.</summary>
    public DeviceProof Proof { get; init; }

    /// <summary>Names the type only (R9).</summary>
    public override string ToString() => nameof(ExchangeRequest);
}

/// <summary>What came of the proof of a device key.</summary>
public enum DeviceProof
{
    /// <summary>None was sent.</summary>
    Missing,

    /// <summary>One was sent, and it is wrong.</summary>
    Invalid,

    /// <summary>One was sent, and it is right.</summary>
    Valid,
}
