using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>A genuine token as it is presented, and who presents it: all that a decision looks at beside the row.</summary>
internal readonly record struct Presentation(
    uint Generation,
    uint Floor,
    DateTimeOffset IssuedAt,
    TimeSpan Lifetime,
    byte KeyId,
    bool SameDevice,
    DeviceProof Proof,
    Fingerprint Fingerprint,
    bool Background)
{
    /// <summary>Who would become the holder.</summary>
    public Holder Requester => Holder.Of(Fingerprint);

    public static Presentation Of(in TokenStem token, ExchangeRequest request, bool sameDevice) => new(
        token.Generation, token.Floor, token.IssuedAt, token.Lifetime, token.KeyId,
        sameDevice, request.Proof, request.Fingerprint, request.Background);

    public static Presentation Of(in RefreshToken token, ExchangeRequest request, bool sameDevice) => new(
        token.Generation, token.Floor, token.IssuedAt, token.Lifetime, token.KeyId,
        sameDevice, request.Proof, request.Fingerprint, request.Background);
}
