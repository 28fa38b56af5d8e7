using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using SessionOptions = Sessvm.Sessions.SessionOptions;

namespace Sessvm.AspNetCore.Tests;

public sealed class OptionsTests
{
    [Fact]
    public async Task Every_key_of_the_configuration_is_read()
    {
        await using var app = await TestApp.CookieAsync(
            null, null,
            "Issuer=me", "Audience=you", "AccessLifetime=00:10:00", "IdleTimeout=1.00:00:00", "AbsoluteTimeout=2.00:00:00", "RefreshLifetime=3.00:00:00",
            "Overlap=00:00:20", "LostResponse=Overlap", "RefreshAhead=00:01:00", "MaxSessionsPerSubject=3", "WhenFull=Reject", "Mode=Bearer", "Prefix=/s",
            "Fingerprint:Mode=Strict", "Fingerprint:Check=Exchange", "Fingerprint:IPv4Prefix=16", "Fingerprint:IPv6Prefix=48", "Fingerprint:Tls=false", "Fingerprint:TlsHeader=X-JA4", "RevocationBound=00:00:02",
            "BlindGrace=00:00:10", "TouchInterval=00:00:30", "AllowedOrigins:0=https://a.example", "RateLimit:Limit=5", "Connections:PerSession=3", "Connections:PerNode=100", "Connections:Recheck=00:05:00", "RateLimit:Window=00:00:30",
            "TokenClaims:0=tenant", "Insecure=true", "LoginPath=/in", "AccessDeniedPath=/no", "ReturnUrlParameter=back", "Cookies:Access=a", "Cookies:Device=d",
            "Cookies:Csrf=c", "Cookies:Domain=example.com", "Cookies:SameSite=Strict");
        var options = app.Web.Services.GetRequiredService<IOptionsMonitor<SessvmOptions>>().Get("Sessvm");
        options.Issuer.ShouldBe("me");
        options.Audience.ShouldBe("you");
        options.Mode.ShouldBe(SessvmMode.Bearer);
        options.Prefix.ShouldBe("/s");
        options.Fingerprint.Mode.ShouldBe(FingerprintMode.Strict);
        options.Fingerprint.IPv4Prefix.ShouldBe(16);
        options.Fingerprint.IPv6Prefix.ShouldBe(48);
        options.Fingerprint.Tls.ShouldBeFalse();
        options.Fingerprint.TlsHeader.ShouldBe("X-JA4");
        options.AllowedOrigins.ShouldBe(["https://a.example"]);
        options.Connections.PerSession.ShouldBe(3);
        options.Connections.PerNode.ShouldBe(100);
        options.Connections.Recheck.ShouldBe(TimeSpan.FromMinutes(5));
        options.RateLimit.Limit.ShouldBe(5);
        options.RateLimit.Window.ShouldBe(TimeSpan.FromSeconds(30));
        options.TokenClaims.ShouldBe(["tenant"]);
        options.Insecure.ShouldBeTrue();
        options.LoginPath.Value.ShouldBe("/in");
        options.AccessDeniedPath.Value.ShouldBe("/no");
        options.ReturnUrlParameter.ShouldBe("back");
        options.Cookies.Domain.ShouldBe("example.com");
        options.Cookies.SameSite.ShouldBe(Microsoft.AspNetCore.Http.SameSiteMode.Strict);
        (options.Cookies.Access + options.Cookies.Device + options.Cookies.Csrf).ShouldBe("adc");
        app.Sessions.Options.ShouldBe(new SessionOptions
        {
            AccessLifetime = TimeSpan.FromMinutes(10),
            IdleTimeout = TimeSpan.FromDays(1),
            AbsoluteTimeout = TimeSpan.FromDays(2),
            RefreshLifetime = TimeSpan.FromDays(3),
            Overlap = TimeSpan.FromSeconds(20),
            LostResponse = LostResponse.Overlap,
            RefreshAhead = TimeSpan.FromMinutes(1),
            MaxSessionsPerSubject = 3,
            WhenFull = WhenFull.Reject,
            RevocationBound = TimeSpan.FromSeconds(2),
            BlindGrace = TimeSpan.FromSeconds(10),
            TouchInterval = TimeSpan.FromSeconds(30),
            FingerprintCheck = FingerprintCheck.Exchange,
        });
    }

    [Theory]
    [InlineData("AccessLifetime=soon", "Sessvm:AccessLifetime is 'soon'")]
    [InlineData("AccessLifetime=900", "Sessvm:AccessLifetime is '900'; allowed is a time span such as 00:15:00")]
    [InlineData("AbsoluteTimeout=3600", "Sessvm:AbsoluteTimeout is '3600'")]
    [InlineData("AbsoluteTimeout=24:00:00", "Sessvm:AbsoluteTimeout is '24:00:00'")]
    [InlineData("Mode=Cookie,Bearer", "Sessvm:Mode is 'Cookie,Bearer'")]
    [InlineData("Fingerprint:Mode=7", "Sessvm:Fingerprint:Mode is '7'; allowed is Strict, Relaxed")]
    [InlineData("Fingerprint:Tls=on", "Sessvm:Fingerprint:Tls is 'on'; allowed is true or false")]
    [InlineData("Fingerprint:TlsHeader=X JA4", "Sessvm:Fingerprint:TlsHeader is 'X JA4'; allowed is the name of a header")]
    [InlineData("Overlap=01:00:00", "Sessvm:Overlap is 01:00:00")]
    [InlineData("Mode=Cookies", "Sessvm:Mode is 'Cookies'; allowed is Cookie, Bearer")]
    [InlineData("Prefix=auth", "Sessvm:Prefix is 'auth'")]
    [InlineData("AllowedOrigins:0=https://*.example.com", "https://*.example.com")]
    [InlineData("Connections:PerSession=0", "Sessvm:Connections:PerSession is '0'; allowed is 1 to 10000")]
    [InlineData("Connections:PerNode=0", "Sessvm:Connections:PerNode is '0'; allowed is 1 to 10000000")]
    [InlineData("Connections:Recheck=00:00:00.5", "Sessvm:Connections:Recheck is '00:00:00.5000000'; allowed is 00:00:01 to 1.00:00:00, or nothing")]
    [InlineData("RateLimit:Limit=0", "Sessvm:RateLimit:Limit is '0'; allowed is 1 to 1000")]
    [InlineData("Cookies:Csrf=atk", "three different names")]
    [InlineData("MaxSessionsPerSubject=many", "Sessvm:MaxSessionsPerSubject is 'many'")]
    [InlineData("Insecure=maybe", "Sessvm:Insecure is 'maybe'; allowed is true or false")]
    [InlineData("Keys:0:Id=1", "Sessvm:Keys:0")]
    public async Task A_wrong_value_stops_the_start_and_says_what_is_allowed(string setting, string message)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => TestApp.CookieAsync(null, null, setting));
        failure.Message.ShouldContain(message);
        failure.Message.ShouldNotContain(TestApp.Secret);
    }

    [Theory]
    [InlineData("Secret=", "Sessvm:Secret is not set")]
    [InlineData("Secret=too-short-to-be-a-secret", "")]
    public async Task A_secret_is_never_told(string setting, string message)
    {
        var failure = await Should.ThrowAsync<OptionsValidationException>(() => TestApp.CookieAsync(null, null, setting));
        failure.Message.ShouldContain(message);
        failure.Message.ShouldNotContain("too-short");
    }

    [Fact]
    public async Task Keys_are_replaced_while_the_application_runs_and_wrong_ones_are_refused_as_a_whole()
    {
        const string first = "the-first-of-two-secrets-0123456789abcdef", second = "the-second-of-two-secrets-fedcba9876543210";
        await using var app = await TestApp.CookieAsync(null, null, "Secret=", "Keys:0:Id=1", $"Keys:0:Secret={first}");
        var browser = app.Browser();
        await browser.LoginAsync();
        var configuration = (IConfigurationRoot)app.Web.Configuration;

        configuration["Sessvm:Keys:1:Id"] = "2";
        configuration["Sessvm:Keys:1:Secret"] = "short";
        configuration.Reload();
        app.Log.Lines.ShouldContain(line => line.StartsWith("Error") && line.Contains("refused"));
        (await browser.GetAsync("/me")).ShouldBe(200);

        configuration["Sessvm:Keys:1:Secret"] = second;
        configuration["Sessvm:Keys:1:NotBefore"] = "2026-02-01T00:00:00Z";
        configuration.Reload();
        (await browser.GetAsync("/me")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh")).ShouldBe(200);

        configuration["Sessvm:Keys:0:RetireAfter"] = "2026-02-02T00:00:00Z";
        configuration.Reload();
        (await browser.GetAsync("/me")).ShouldBe(200); // minted under the second at the exchange
        app.Log.Lines.ShouldNotContain(line => line.Contains(first) || line.Contains(second));
    }

    [Fact]
    public async Task Lapsed_sessions_are_removed_again_after_a_store_gave_up_by_cancelling()
    {
        await using var app = await TestApp.CookieAsync();
        app.Store.PurgeFault = new TaskCanceledException("The client's own timeout.");
        await AdvanceUntilAsync(app, () => app.Store.Purges > 0);
        app.Store.PurgeFault = null;
        int before = app.Store.Purges;
        await AdvanceUntilAsync(app, () => app.Store.Purges > before);
        app.Log.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains("Removing lapsed sessions"));
    }

    [Fact]
    public async Task Without_a_store_there_is_a_warning()
    {
        await using var app = await TestApp.CookieAsync(builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddKeyedSingleton<ISessionStore>("other", new Stores.Memory.MemorySessionStore());
        });
        app.Log.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains("has no store"));
    }

    private static async Task AdvanceUntilAsync(TestApp app, Func<bool> holds)
    {
        for (int i = 0; i < 100_000 && !holds(); i++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        holds().ShouldBeTrue();
    }
}
