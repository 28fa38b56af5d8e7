using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Events;

namespace Sessvm.AspNetCore.Tests;

/// <summary>TLS as a proxy tells it. Every client here is on loopback, which <c>ForwardedHeadersOptions</c> trusts by default.</summary>
public sealed class TlsHeaderTests
{
    private const string Ja4 = "t13d1516h2_8daaf6152771_e5627efa2ab1";

    [Fact]
    public async Task What_a_trusted_proxy_tells_is_believed()
    {
        await using var app = await TlsApp.StartAsync((_, _) => { }, null, null, "Fingerprint:TlsHeader=X-JA4");
        (await TlsAsync(app, $"X-JA4: {Ja4}")).ShouldBe("41315_8daaf6152771");
        (await TlsAsync(app, $"x-ja4: {Ja4}")).ShouldBe("41315_8daaf6152771");
        (await TlsAsync(app)).ShouldBe("none");
        (await TlsAsync(app, "X-JA4: nonsense")).ShouldBe("none");
        (await TlsAsync(app, "X-JA4: " + new string('7', 5000))).ShouldBe("none");
        (await TlsAsync(app, $"X-JA4: {Ja4}", "X-JA4: t12d1516h2_8daaf6152771_e5627efa2ab1")).ShouldBe("none"); // one of them is the client's own
    }

    [Fact]
    public async Task The_TLS_of_the_proxy_itself_is_never_taken_for_the_client_s()
    {
        await using var app = await TlsApp.StartAsync(null, null, null, "Fingerprint:TlsHeader=X-JA4");
        (await TlsAsync(app)).ShouldBe("none");
        (await TlsAsync(app, $"X-JA4: {Ja4}")).ShouldBe("41315_8daaf6152771");
    }

    [Fact]
    public async Task Where_an_address_is_forwarded_the_connection_is_a_proxy_s()
    {
        await using var app = await TlsApp.StartAsync(map: web => web.UseForwardedHeaders(new() { ForwardedHeaders = Microsoft.AspNetCore.HttpOverrides.ForwardedHeaders.XForwardedFor }));
        (await TlsAsync(app)).ShouldStartWith("h13");
        (await TlsAsync(app, "X-Forwarded-For: 203.0.113.7")).ShouldBe("none");
    }

    [Fact]
    public async Task Who_is_no_trusted_proxy_is_not_believed()
    {
        await using var app = await TlsApp.StartAsync(null, Untrusting, null, "Fingerprint:TlsHeader=X-JA4");
        (await TlsAsync(app, $"X-JA4: {Ja4}")).ShouldStartWith("h13"); // its own hello counts
    }

    [Fact]
    public async Task Without_a_configured_header_none_is_read()
    {
        await using var app = await TlsApp.StartAsync((_, _) => { });
        (await TlsAsync(app, $"X-JA4: {Ja4}")).ShouldBe("none");
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData(null, false)]
    public void A_proxy_is_trusted_by_address_or_network(string? peer, bool trusted)
    {
        var options = new ForwardedHeadersOptions();
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        new TrustedProxies(options).Include(peer is null ? null : IPAddress.Parse(peer)).ShouldBeFalse(); // none named: nobody, not everybody
        options.KnownProxies.Add(IPAddress.Parse("192.0.2.1"));
        options.KnownIPNetworks.Add(IPNetwork.Parse("10.0.0.0/8"));
        new TrustedProxies(options).Include(peer is null ? null : IPAddress.Parse(peer)).ShouldBe(trusted);
    }

    [Fact]
    public async Task A_copied_token_over_another_TLS_asks_for_step_up_at_its_exchange_and_the_owner_goes_on()
    {
        await using var app = await TlsApp.StartAsync((_, _) => { }, null, null, "Fingerprint:TlsHeader=X-JA4");
        var owner = app.App.Browser();
        await owner.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), $"X-JA4: {Ja4}");
        var thief = owner.Copy();
        app.App.Time.Advance(TimeSpan.FromMinutes(16));

        var refused = await thief.PostAsync("/auth/refresh", "{}", "X-JA4: t13d3112h2_e8f1e7e78f70_b26ce05bbdd6");
        refused.Body.ShouldContain("step-up-required");
        app.App.Events.OfType<SessionRefused>().Last().Verdict!.Failed.ShouldBe(["tls"]);

        (await owner.PostAsync("/auth/refresh", "{}", $"X-JA4: {Ja4}")).Status.ShouldBe(HttpStatusCode.OK);
        (await owner.GetAsync("/me", $"X-JA4: {Ja4}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<string> TlsAsync(TlsApp app, params string[] headers) =>
        (await app.GetAsync("/tls", more: string.Concat(headers.Select(header => header + "\r\n")))).Split(' ')[2];

    private static void Untrusting(WebApplicationBuilder builder, string folder)
    {
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
        });
        TlsApp.Listen(builder, folder);
    }
}
