namespace Sessvm.AspNetCore;

/// <summary>The names that stand on the wire.</summary>
internal static class WireNames
{
    public const string DeviceHeader = "X-Session-Device";
    public const string CsrfHeader = "X-CSRF-Token";
    public const string CsrfField = "__csrf";
    public const string BackgroundHeader = "X-Session-Background";
    public const string DeviceProtocol = "sessvm.did.";
    public const string AccessProtocol = "sessvm.atk.";
    public const string TicketProtocol = "sessvm.tkt.";
    public const string FetchSite = "Sec-Fetch-Site";
    public const string FetchMode = "Sec-Fetch-Mode";
}
