using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Fingerprints;

namespace Sessvm.AspNetCore.Tests;

/// <summary>What of a request reaches the row.</summary>
public sealed class FingerprintTests
{
    [Fact]
    public async Task Client_hints_tell_a_phone_that_asks_for_the_desktop_page()
    {
        await using var app = await TestApp.CookieAsync();

        var read = await SignInAsync(app, "Sec-CH-UA: \"Chromium\";v=\"130\"", "Sec-CH-UA-Platform: \"Android\"", "Sec-CH-UA-Mobile: ?1");

        read.Device.ShouldBe(DeviceClass.Phone);
        read.Agent.ShouldBe(new Agent("Chrome", 130, "Windows")); // which the hints do not overrule
    }

    [Fact]
    public async Task The_autonomous_system_that_a_trusted_proxy_tells_is_kept()
    {
        await using var app = await AppAsync(static _ => { });

        (await SignInAsync(app, "X-ASN: 64500")).AutonomousSystem.ShouldBe(64500u);
        (await SignInAsync(app, "X-ASN: AS4200000001")).AutonomousSystem.ShouldBe(4_200_000_001u);
    }

    [Fact]
    public async Task It_is_the_connection_that_is_trusted_once_the_forwarded_address_is_the_client_s()
    {
        await using var app = await AppAsync(static options => options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor);

        var read = await SignInAsync(app, "X-ASN: 64500", "X-Forwarded-For: 203.0.113.77");

        read.Network.ShouldBe("203.0.113.0/24");
        read.AutonomousSystem.ShouldBe(64500u);
    }

    [Fact]
    public async Task Nobody_else_is_believed()
    {
        await using var app = await AppAsync(static options =>
        {
            options.ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            options.KnownProxies.Add(IPAddress.Parse("192.0.2.1"));
        });

        (await SignInAsync(app, "X-ASN: 64500")).AutonomousSystem.ShouldBeNull();
        (await SignInAsync(app, "X-ASN: 64500", "X-Forwarded-For: 192.0.2.1", "X-Original-For: 192.0.2.1:443")).AutonomousSystem.ShouldBeNull();
    }

    [Fact]
    public async Task Two_empty_lists_of_proxies_are_nobody()
    {
        await using var app = await AppAsync(static options =>
        {
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
        });

        (await SignInAsync(app, "X-ASN: 64500")).AutonomousSystem.ShouldBeNull();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("4294967296")]
    [InlineData("AS")]
    [InlineData("ASx")]
    [InlineData("64500, 64501")]
    [InlineData("+64500")]
    public async Task What_is_no_number_is_unknown(string told)
    {
        await using var app = await AppAsync(static _ => { });

        (await SignInAsync(app, $"X-ASN: {told}")).AutonomousSystem.ShouldBeNull();
    }

    [Fact]
    public async Task Where_no_header_is_configured_none_is_read_and_a_database_is_asked()
    {
        await using var app = await TestApp.CookieAsync(builder =>
            builder.Services.AddSessvm().UseAutonomousSystems(static _ => new Loopback()));

        (await SignInAsync(app, "X-ASN: 64501")).AutonomousSystem.ShouldBe(64500u);
    }

    [Fact]
    public async Task Each_attribute_has_a_switch()
    {
        await using var app = await TestApp.CookieAsync(
            static builder => builder.Services.AddSessvm().UseAutonomousSystems(static _ => new Loopback()),
            null,
            "Fingerprint:Browser=false", "Fingerprint:System=false", "Fingerprint:Device=false", "Fingerprint:Language=false",
            "Fingerprint:Network=false", "Fingerprint:AutonomousSystem=false", "Fingerprint:Version=false");

        (await SignInAsync(app, "Accept-Language: de")).ShouldBe(Fingerprint.Unknown);
    }

    [Fact]
    public async Task An_attribute_of_the_application_s_own_is_judged_at_the_exchange()
    {
        await using var app = await TestApp.CookieAsync(builder => builder.Services.AddSessvm(options =>
        {
            #region snippet: fingerprint-custom
            options.Fingerprint.Custom = context => context.Request.Headers["X-Asset-Tag"];
            #endregion
        }));
        var browser = app.Browser();
        (await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("{\"user\":\"alice\"}"), "X-Asset-Tag: 0042")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.NavigateAsync("/me", "X-Asset-Tag: 0042")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(16));

        (await browser.NavigateAsync("/me", "X-Asset-Tag: 0043")).ShouldBe(401, "step-up-required");
    }

    [Theory]
    [InlineData("Fingerprint:Language=maybe", "Sessvm:Fingerprint:Language is 'maybe'; allowed is true or false")]
    [InlineData("Fingerprint:AutonomousSystemHeader=X ASN", "Sessvm:Fingerprint:AutonomousSystemHeader is 'X ASN'; allowed is the name of a header")]
    public async Task A_wrong_value_stops_the_start(string setting, string says)
    {
        var failure = await Should.ThrowAsync<Exception>(() => TestApp.CookieAsync(null, null, setting));

        failure.Message.ShouldContain(says);
    }

    private static Task<TestApp> AppAsync(Action<ForwardedHeadersOptions> configure) => TestApp.CookieAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.Configure(configure);
        },
        static web =>
        {
            web.UseForwardedHeaders();
            web.UseAuthentication();
            web.UseAuthorization();
            web.MapSessvm();
            TestEndpoints.Map(web);
        },
        "Fingerprint:AutonomousSystemHeader=X-ASN");

    private static async Task<Fingerprint> SignInAsync(TestApp app, params string[] headers)
    {
        var answer = await app.Browser().SendAsync(HttpMethod.Post, "/login", Browser.Json("{\"user\":\"alice\"}"), headers);
        answer.ShouldBe(200);
        var rows = await app.Sessions.ListAsync("alice", CancellationToken.None);
        return rows.Single(row => row.Id.ToString() == answer.Text("sid")).Fingerprint;
    }

    private sealed class Loopback : IAutonomousSystems
    {
        public uint? Find(IPAddress address) => IPAddress.IsLoopback(address) ? 64500 : null;
    }
}
