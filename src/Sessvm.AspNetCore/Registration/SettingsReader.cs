using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Sessvm.Keys;

namespace Sessvm.AspNetCore;

/// <summary>
/// Reads the configuration into options. By hand and not by a binder, so that what cannot be read is told with its key,
/// its value and what is allowed, and a secret is never told at all.
/// </summary>
internal static class SettingsReader
{
    private const string TimeForm = "a time span such as 00:15:00 or 14.00:00:00";

    public static void Read(IConfigurationSection section, SessvmOptions options)
    {
        var from = new Section(section, options.Unreadable);
        options.Secret = from.Text("Secret", options.Secret);
        ReadKeys(from, options);
        options.Issuer = from.Text("Issuer", options.Issuer)!;
        options.Audience = from.Text("Audience", options.Audience)!;
        ReadLifetimes(from, options);
        options.Mode = from.Choice("Mode", options.Mode);
        options.Prefix = from.Text("Prefix", options.Prefix)!;
        options.Insecure = from.Parse("Insecure", options.Insecure, bool.TryParse, "true or false");
        options.LoginPath = from.Parse("LoginPath", options.LoginPath, TryPath, "a path such as /login");
        options.AccessDeniedPath = from.Parse("AccessDeniedPath", options.AccessDeniedPath, TryPath, "a path such as /denied");
        options.ReturnUrlParameter = from.Text("ReturnUrlParameter", options.ReturnUrlParameter)!;
        from.List("AllowedOrigins", options.AllowedOrigins);
        from.List("TokenClaims", options.TokenClaims);
        ReadFingerprint(from.Inner("Fingerprint"), options.Fingerprint);
        ReadCookies(from.Inner("Cookies"), options.Cookies);
        ReadConnections(from.Inner("Connections"), options.Connections);
        var limit = from.Inner("RateLimit");
        options.RateLimit.Limit = limit.Parse("Limit", options.RateLimit.Limit, TryNumber, "a whole number");
        options.RateLimit.Window = limit.Parse("Window", options.RateLimit.Window, TryTime, TimeForm);
    }

    private static void ReadLifetimes(Section from, SessvmOptions options)
    {
        options.AccessLifetime = from.Parse("AccessLifetime", options.AccessLifetime, TryTime, TimeForm);
        options.IdleTimeout = from.Parse("IdleTimeout", options.IdleTimeout, TryTime, TimeForm);
        options.AbsoluteTimeout = from.Parse("AbsoluteTimeout", options.AbsoluteTimeout, TryTime, TimeForm);
        options.RefreshLifetime = from.Parse("RefreshLifetime", options.RefreshLifetime, TryTime, TimeForm);
        options.Overlap = from.Parse("Overlap", options.Overlap, TryTime, TimeForm);
        options.LostResponse = from.Choice("LostResponse", options.LostResponse);
        options.RefreshAhead = from.Parse("RefreshAhead", options.RefreshAhead, TryTime, TimeForm);
        options.MaxSessionsPerSubject = from.Parse("MaxSessionsPerSubject", options.MaxSessionsPerSubject, TryOptionalNumber, "a whole number");
        options.WhenFull = from.Choice("WhenFull", options.WhenFull);
        options.RevocationBound = from.Parse("RevocationBound", options.RevocationBound, TryTime, TimeForm);
        options.BlindGrace = from.Parse("BlindGrace", options.BlindGrace, TryTime, TimeForm);
        options.TouchInterval = from.Parse("TouchInterval", options.TouchInterval, TryTime, TimeForm);
        options.StoreCalls = from.Parse("StoreCalls", options.StoreCalls, TryNumber, "a whole number");
        options.StoreTimeout = from.Parse("StoreTimeout", options.StoreTimeout, TryTime, TimeForm);
    }

    private static void ReadFingerprint(Section from, SessvmFingerprintOptions options)
    {
        options.Mode = from.Choice("Mode", options.Mode);
        options.Check = from.Choice("Check", options.Check);
        options.IPv4Prefix = from.Parse("IPv4Prefix", options.IPv4Prefix, TryNumber, "a whole number");
        options.IPv6Prefix = from.Parse("IPv6Prefix", options.IPv6Prefix, TryNumber, "a whole number");
        options.Tls = from.Parse("Tls", options.Tls, bool.TryParse, "true or false");
        options.TlsHeader = from.Text("TlsHeader", options.TlsHeader);
        options.Browser = from.Parse("Browser", options.Browser, bool.TryParse, "true or false");
        options.Version = from.Parse("Version", options.Version, bool.TryParse, "true or false");
        options.System = from.Parse("System", options.System, bool.TryParse, "true or false");
        options.Device = from.Parse("Device", options.Device, bool.TryParse, "true or false");
        options.Language = from.Parse("Language", options.Language, bool.TryParse, "true or false");
        options.Network = from.Parse("Network", options.Network, bool.TryParse, "true or false");
        options.AutonomousSystem = from.Parse("AutonomousSystem", options.AutonomousSystem, bool.TryParse, "true or false");
        options.AutonomousSystemHeader = from.Text("AutonomousSystemHeader", options.AutonomousSystemHeader);
    }

    private static void ReadConnections(Section from, SessvmConnectionOptions options)
    {
        options.PerSession = from.Parse("PerSession", options.PerSession, TryNumber, "a whole number");
        options.PerNode = from.Parse("PerNode", options.PerNode, TryNumber, "a whole number");
        options.Recheck = from.Parse("Recheck", options.Recheck, TryOptionalTime, TimeForm);
    }

    private static void ReadCookies(Section from, SessvmCookieOptions options)
    {
        options.Access = from.Text("Access", options.Access)!;
        options.Device = from.Text("Device", options.Device)!;
        options.Csrf = from.Text("Csrf", options.Csrf)!;
        options.Domain = from.Text("Domain", options.Domain);
        options.SameSite = from.Choice("SameSite", options.SameSite);
    }

    private static void ReadKeys(Section from, SessvmOptions options)
    {
        foreach (var key in from.Inner("Keys").Children())
        {
            byte? id = key.Parse<byte?>("Id", null, TryId, "a whole number from 0 to 255");
            string? secret = key.Text("Secret", null);
            if (id is null || secret is null)
            {
                key.Report("has no Id or no Secret; allowed is {\"Id\":…,\"Secret\":…,\"NotBefore\":…,\"RetireAfter\":…}, of which the last two may be left out.");
                continue;
            }

            options.Keys.Add(new KeyDefinition(
                id.Value,
                secret,
                key.Parse<DateTimeOffset?>("NotBefore", null, TryInstant, "an instant such as 2026-01-31T00:00:00Z"),
                key.Parse<DateTimeOffset?>("RetireAfter", null, TryInstant, "an instant such as 2026-01-31T00:00:00Z")));
        }
    }

    // .NET reads 24:00:00 as 24 days and 3600 as 3600 days: nobody who writes that means it.
    private static bool TryTime(string text, out TimeSpan value)
    {
        value = default;
        return text.Contains(':') && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);
    }

    private static bool TryNumber(string text, out int value) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    private static bool TryOptionalNumber(string text, out int? value)
    {
        bool read = TryNumber(text, out int number);
        value = read ? number : null;
        return read;
    }

    private static bool TryId(string text, out byte? value)
    {
        bool read = byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number);
        value = read ? number : null;
        return read;
    }

    private static bool TryOptionalTime(string text, out TimeSpan? value)
    {
        bool read = TryTime(text, out var time);
        value = read ? time : null;
        return read;
    }

    private static bool TryInstant(string text, out DateTimeOffset? value)
    {
        bool read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant);
        value = read ? instant : null;
        return read;
    }

    private static bool TryPath(string text, out PathString value)
    {
        bool read = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);
        value = read ? new PathString(text) : default;
        return read;
    }
}
