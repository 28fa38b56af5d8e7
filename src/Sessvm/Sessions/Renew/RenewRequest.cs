using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What is needed to renew a session: a new generation now, with no overlap; every older token is refused at once.</summary>
/// <param name="Session">The session.</param>
/// <param name="Fingerprint">What the request says of the device: its sender becomes the holder.</param>
public sealed record RenewRequest(SessionId Session, Fingerprint Fingerprint)
{
    /// <summary>Whether fresh credentials were given: lifts a hold and moves <see cref="SessionRow.AuthenticatedAt"/>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool FreshCredentials { get; init; } = true;

    /// <summary>New scopes and claims; <see langword="null"/> to keep them.</summary>
    public SessionChange? Change { get; init; }

    /// <summary>The generation of the token that the client holds, so that the new one is above it even where the store fell behind.</summary>
    public uint HeldGeneration { get; init; }
}
