using System.Buffers;
using Microsoft.AspNetCore.Http;
using Sessvm.Csrf;
using Sessvm.Keys;

namespace Sessvm.AspNetCore;

/// <summary>Finds all that is wrong with a scheme's options: the key, the value (never of a secret), and what is allowed.</summary>
internal static class OptionsCheck
{
    private static readonly SearchValues<char> CookieName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    public static IReadOnlyList<string> Run(SessvmOptions options, string scheme, TimeProvider time)
    {
        List<string> problems = [.. options.Unreadable];
        CheckKeys(options, scheme, time, problems);
        Try(problems, () => options.ToSessionOptions().Validate());
        Try(problems, () => options.Fingerprint.ToOptions().Validate());
        Try(problems, () => _ = new OriginPolicy([.. options.AllowedOrigins]));
        Require(problems, Enum.IsDefined(options.Mode), "Mode", options.Mode, string.Join(", ", Enum.GetNames<SessvmMode>()));
        Require(
            problems,
            options.Prefix is ['/', not '/', ..] and not [.., '/'] && !options.Prefix.AsSpan().ContainsAny("{}?# "),
            "Prefix", options.Prefix, "a path such as /auth, without a slash at its end");
        Require(
            problems,
            options.Fingerprint.AutonomousSystemHeader is null or { Length: > 0 } && options.Fingerprint.AutonomousSystemHeader?.AsSpan().ContainsAnyExcept(CookieName) is not true,
            "Fingerprint:AutonomousSystemHeader", options.Fingerprint.AutonomousSystemHeader, "the name of a header such as X-ASN");
        Require(problems, options.RateLimit.Limit is >= 1 and <= 1000, "RateLimit:Limit", options.RateLimit.Limit, "1 to 1000");
        Require(
            problems,
            options.RateLimit.Window >= TimeSpan.FromSeconds(1) && options.RateLimit.Window <= TimeSpan.FromHours(1),
            "RateLimit:Window", options.RateLimit.Window, "00:00:01 to 01:00:00");
        Require(problems, options.Connections.PerSession is >= 1 and <= 10_000, "Connections:PerSession", options.Connections.PerSession, "1 to 10000");
        Require(problems, options.Connections.PerNode is >= 1 and <= 10_000_000, "Connections:PerNode", options.Connections.PerNode, "1 to 10000000");
        Require(
            problems,
            options.Connections.Recheck is not { } recheck || (recheck >= TimeSpan.FromSeconds(1) && recheck <= TimeSpan.FromDays(1)),
            "Connections:Recheck", options.Connections.Recheck, "00:00:01 to 1.00:00:00, or nothing");
        Require(
            problems,
            options.Fingerprint.TlsHeader is null || (options.Fingerprint.TlsHeader.Length > 0 && !options.Fingerprint.TlsHeader.AsSpan().ContainsAnyExcept(CookieName)),
            "Fingerprint:TlsHeader", options.Fingerprint.TlsHeader, "the name of a header, such as X-JA4");
        CheckCookies(options, problems);
        return problems;
    }

    private static void CheckKeys(SessvmOptions options, string scheme, TimeProvider time, List<string> problems)
    {
        Require(problems, options.Issuer is { Length: > 0 }, "Issuer", options.Issuer, "a text that is not empty");
        Require(problems, options.Audience is { Length: > 0 }, "Audience", options.Audience, "a text that is not empty");
        if (options.Secret is null && options.Keys.Count == 0)
        {
            problems.Add("Sessvm:Secret is not set; allowed is a secret of at least 32 bytes, or Sessvm:Keys. Make one with: openssl rand -base64 48");
        }
        else if (options.Secret is not null && options.Keys.Count > 0)
        {
            problems.Add("Sessvm:Secret and Sessvm:Keys are both set; allowed is one of them. Move the secret into Keys, with Id 1.");
        }
        else if (problems.Count == 0)
        {
            Try(problems, () => _ = new KeyRing(options.AllKeys(), new KeyScope(options.Issuer, options.Audience, scheme), time));
        }
    }

    private static void CheckCookies(SessvmOptions options, List<string> problems)
    {
        var cookies = options.Cookies;
        foreach (var (key, name) in new[] { ("Access", cookies.Access), ("Device", cookies.Device), ("Csrf", cookies.Csrf) })
        {
            Require(
                problems,
                name is { Length: > 0 } && !name.AsSpan().ContainsAnyExcept(CookieName) && !name.StartsWith("__", StringComparison.Ordinal),
                $"Cookies:{key}", name, "letters, digits, '.', '_' and '-', without a prefix such as __Host-, which is added");
        }

        Require(
            problems,
            cookies.Access != cookies.Device && cookies.Access != cookies.Csrf && cookies.Device != cookies.Csrf,
            "Cookies", $"{cookies.Access}, {cookies.Device}, {cookies.Csrf}", "three different names");
        Require(
            problems,
            cookies.SameSite is SameSiteMode.Lax or SameSiteMode.Strict or SameSiteMode.None,
            "Cookies:SameSite", cookies.SameSite, "Lax, Strict, None");
    }

    private static void Require(List<string> problems, bool holds, string key, object? value, string allowed)
    {
        if (!holds)
        {
            problems.Add($"Sessvm:{key} is '{value}'; allowed is {allowed}.");
        }
    }

    private static void Try(List<string> problems, Action check)
    {
        try
        {
            check();
        }
        catch (ArgumentException wrong)
        {
            // The framework appends the parameter's name, which says nothing that the message has not said.
            int tail = wrong.Message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
            problems.Add(tail < 0 ? wrong.Message : wrong.Message[..tail]);
        }
    }
}
