using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests;

public sealed class HttpsTests
{
    [Theory]
    [InlineData("1.1", "")]
    [InlineData("2.0", "")]
    [InlineData("2.0", "Cookies:Domain=example.com")]
    [InlineData("2.0", "Mode=Bearer")]
    public async Task Over_https_the_cookies_are_prefixed_and_secure(string version, string setting)
    {
        using var certificate = Certificate();
        await using var app = await StartAsync(certificate, setting);
        using var client = Client(app, certificate, version);
        using var login = await client.PostAsync("/login", Browser.Json("""{"user":"alice","persistent":true}"""));
        login.StatusCode.ShouldBe(HttpStatusCode.OK);
        login.Version.ShouldBe(Version.Parse(version));
        login.Headers.CacheControl!.ToString().ShouldBe("no-store");
        string[] lines = [.. login.Headers.GetValues("Set-Cookie")];
        string prefix = setting.Contains("Domain") ? "__Secure-" : "__Host-";
        string domain = setting.Contains("Domain") ? " domain=example.com;" : "";
        string hidden = setting == "Mode=Bearer" ? "" : "; httponly";
        lines.Select(Shape).ShouldBe(
        [
            $"{prefix}atk=; max-age=2592000;{domain} path=/; secure; samesite=lax{hidden}",
            $"{prefix}csrf=; max-age=2592000;{domain} path=/; secure; samesite=lax",
            $"{prefix}did=; max-age=31536000;{domain} path=/; secure; samesite=lax{hidden}",
        ]);
        if (setting == "Mode=Bearer")
        {
            return;
        }

        string[] jar = [.. lines.Select(line => line.Split(';')[0])];
        (await GetAsync(client, [string.Join("; ", jar)])).ShouldBe(200);
        (await GetAsync(client, jar)).ShouldBe(200); // one field for each cookie, as HTTP/2 allows
        string[] bare = [.. jar.Select(one => one[prefix.Length..])];
        (await GetAsync(client, [string.Join("; ", bare)])).ShouldBe(401); // anybody on the network could have set those
        (await GetAsync(client, [string.Join("; ", [bare[2].Replace(bare[2][^1], 'f'), .. jar])])).ShouldBe(200);
    }

    [Theory]
    [InlineData("app.example.com", "", 0, true)]
    [InlineData("localhost.example.com", "", 0, true)]
    [InlineData("127.0.0.1.example.com", "", 0, true)]
    [InlineData("app.example.com", "Insecure=true", 3, false)]
    [InlineData("[::1]", "", 3, false)]
    [InlineData("app.localhost", "", 3, false)]
    public async Task Over_plain_http_only_loopback_gets_cookies_unless_insecure_is_set(string host, string setting, int cookies, bool logged)
    {
        await using var app = await TestApp.CookieAsync(null, null, setting is "" ? [] : [setting]);
        var browser = app.Browser();
        await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), $"Host: {host}");
        browser.SetCookies.Count.ShouldBe(cookies);
        browser.SetCookies.ShouldAllBe(line => !line.Contains("secure", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("__"));
        app.Log.Lines.Any(line => line.StartsWith("Error") && line.Contains("No cookie was set")).ShouldBe(logged);
    }

    private static string Shape(string line) => line[..(line.IndexOf('=') + 1)] + line[line.IndexOf(';')..];

    private static async Task<int> GetAsync(HttpClient client, string[] cookies)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me") { Version = client.DefaultRequestVersion, VersionPolicy = client.DefaultVersionPolicy };
        foreach (string cookie in cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static Task<TestApp> StartAsync(X509Certificate2 certificate, string setting) => TestApp.CookieAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        },
        null,
        setting is "" ? [] : [setting]);

    private static HttpClient Client(TestApp app, X509Certificate2 certificate, string version)
    {
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString();
        var client = new HttpClient(handler)
        {
            BaseAddress = app.Address,
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", Browser.Chrome);
        return client;
    }

    internal static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
