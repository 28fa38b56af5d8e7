namespace Sessvm.Samples.ConsoleClient;

/// <summary>Addresses of the same place by another scheme.</summary>
internal static class Addresses
{
    /// <summary>The same place, as a WebSocket's address.</summary>
    public static Uri ToWebSocket(this Uri address) =>
        new UriBuilder(address) { Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri;
}
