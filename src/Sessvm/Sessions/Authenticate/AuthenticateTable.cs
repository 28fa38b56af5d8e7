namespace Sessvm.Sessions;

/// <summary>
/// The decision table of a request, after format and MAC: unexpired, device, not ended, floor, requester. A pure function;
/// no store, no allocation. Scopes are the application's to ask for.
/// </summary>
internal static class AuthenticateTable
{
    /// <summary>What is known of a request when the table is asked.</summary>
    /// <param name="ExpiresAt">When the token expires.</param>
    /// <param name="Device">What the device id says.</param>
    /// <param name="Feed">What the feed told of the session: an end, a renewal above the token's floor, or a hold.</param>
    /// <param name="Requester">What was found of the requester.</param>
    public readonly record struct Facts(DateTimeOffset ExpiresAt, DeviceFinding Device, SessionReason Feed, SessionReason Requester);

    /// <summary>Judges a request.</summary>
    public static SessionReason Decide(in Facts facts, DateTimeOffset now) =>
        now >= facts.ExpiresAt ? SessionReason.AccessExpired // R6
        : facts.Device == DeviceFinding.Missing ? SessionReason.MissingDevice
        : facts.Device == DeviceFinding.Other ? SessionReason.DeviceMismatch
        : facts.Feed != SessionReason.None ? facts.Feed // R7
        : facts.Requester;
}

/// <summary>What a request's device id says of its token.</summary>
internal enum DeviceFinding
{
    /// <summary>It agrees with the token's tag.</summary>
    Same,

    /// <summary>None came.</summary>
    Missing,

    /// <summary>It is another.</summary>
    Other,
}
