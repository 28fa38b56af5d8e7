using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>
/// Finds the credential of a request. <c>Authorization</c> beats a sub-protocol, which beats a hub's query, which beats the
/// cookie; one that is there and wrong never falls back to the next.
/// </summary>
internal static class CredentialReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="scheme">The scheme, for its cookies and mode.</param>
    /// <param name="foreign">Whether there is a bearer value of another kind: it may be another scheme's.</param>
    public static Credential Read(HttpRequest request, SessvmScheme scheme, out bool foreign)
    {
        var device = default(DeviceIds);
        device.Add(request.Headers[WireNames.DeviceHeader]);
        var token = ReadAuthorization(request.Headers.Authorization, out foreign);
        var source = token.IsEmpty ? CredentialSource.None : CredentialSource.Header;
        if (source == CredentialSource.Header && IsTicket(token) && HubEndpoint.Is(request.HttpContext))
        {
            source = CredentialSource.Ticket; // the framework's clients send what their factory gives to the negotiation as well
        }

        var protocols = request.Headers.SecWebSocketProtocol;
        if (protocols.Count > 0)
        {
            var socket = SubProtocols.Read(protocols);
            device.Add(socket.Device.Span);
            if (source == CredentialSource.None && !socket.Token.IsEmpty)
            {
                token = socket.Token;
                source = socket.IsTicket ? CredentialSource.Ticket : CredentialSource.SubProtocol;
            }
        }

        if (request.QueryString.HasValue && HubEndpoint.Is(request.HttpContext))
        {
            device.Add(request.Query[HubEndpoint.DeviceParameter]);
            if (source == CredentialSource.None && !foreign && request.Query[HubEndpoint.TokenParameter] is { Count: > 0 } given)
            {
                token = given.ToString().AsMemory();
                source = IsTicket(token) ? CredentialSource.Ticket : CredentialSource.Query;
            }
        }

        var cookies = default(CookieHeader.Found);
        if (request.Headers.Cookie is { Count: > 0 } header && scheme.Cookies.For(request, scheme.Options.Insecure) is { } names)
        {
            cookies = CookieHeader.Find(header, names);
            device.Add(cookies.Device.Span);
            if (source == CredentialSource.None && !foreign && scheme.CookieMode && !cookies.Access.IsEmpty)
            {
                token = cookies.Access;
                source = CredentialSource.Cookie;
            }
        }

        return new Credential
        {
            Source = source,
            Token = token,
            Device = device.Value,
            DeviceClash = device.Clash || cookies.DeviceClash,
            CsrfCookie = cookies.Csrf,
        };
    }

    private static bool IsTicket(ReadOnlyMemory<char> token) => TokenHeader.TryRead(token.Span, out var type, out _) && type == TokenType.Ticket;

    private static ReadOnlyMemory<char> ReadAuthorization(StringValues header, out bool foreign)
    {
        foreign = false;
        foreach (string? value in header)
        {
            if (value is not null && value.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase) && (value.Length == 6 || value[6] == ' '))
            {
                var token = value.AsMemory("Bearer".Length).Trim();
                if (header.Count == 1 && TokenHeader.TryRead(token.Span, out _, out _))
                {
                    return token;
                }

                foreign = true; // another scheme may own it
            }
        }

        return default;
    }
}
