namespace Sessvm.Demo.Tests;

/// <summary>What the demo says of its configuration, before anything relies on it.</summary>
public sealed class StartTests : DemoTest
{
    [Theory]
    [InlineData("Sessvm:AccessLifetime", "soon", "Sessvm:AccessLifetime", "soon", "00:15:00")]
    [InlineData("Sessvm:AccessLifetime", "00:00:20", "Overlap", "00:00:30", "")]
    [InlineData("Sessvm:Mode", "Neither", "Sessvm:Mode", "Neither", "Cookie, Bearer")]
    [InlineData("Sessvm:Prefix", "auth/", "Sessvm:Prefix", "auth/", "/auth")]
    [InlineData("Store", "papyrus", "Store", "papyrus", "memory, sqlite, postgres or redis")]
    public async Task A_wrong_value_stops_the_start_with_its_key_the_value_and_what_is_allowed(
        string key, string value, string saysKey, string saysValue, string saysAllowed)
    {
        var (exitCode, log) = await DemoProcess.RefusesAsync(Kept, $"--{key}", value);

        exitCode.ShouldNotBe(0);
        log.ShouldContain(saysKey);
        log.ShouldContain(saysValue);
        log.ShouldContain(saysAllowed);
        log.ShouldNotContain(DemoProcess.Secret);
    }

    [Fact]
    public async Task A_weak_secret_stops_the_start_and_is_not_told()
    {
        const string weak = "hunter2hunter2hunter2";

        var (exitCode, log) = await DemoProcess.RefusesAsync(Kept, "--no-secret", "--Sessvm:Secret", weak);

        exitCode.ShouldNotBe(0);
        log.ShouldContain("Secret");
        log.ShouldContain("32");
        log.ShouldContain("openssl rand -base64 48");
        log.ShouldNotContain(weak);
    }

    [Fact]
    public async Task Without_a_secret_one_is_made_for_development_kept_for_its_owner_only_and_loudly_warned_of()
    {
        var first = await StartDemoAsync("--no-secret");
        string file = Path.Combine(Kept, "sessvm-demo.secret");
        string secret = await File.ReadAllTextAsync(file);
        using var visitor = new Visitor(first.Address);
        await visitor.LoginAsync();
        string[] carried = [$"Cookie: {visitor.CookieHeader}"];
        await first.KillAsync();
        var again = await StartDemoAsync("--no-secret");
        using var later = new Visitor(again.Address);

        first.Log.ShouldContain("DEVELOPMENT SECRET");
        first.Log.ShouldContain(file);
        again.Log.ShouldContain("DEVELOPMENT SECRET");
        (first.Log + again.Log).ShouldNotContain(secret);
        secret.Length.ShouldBeGreaterThanOrEqualTo(32);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await later.GetAsync("/api/profile", carried))["sub"].ShouldBe("alice"); // the same secret, the same session
    }

    [Fact]
    public async Task A_secret_of_ones_own_is_used_and_nothing_is_generated()
    {
        var demo = await StartDemoAsync();

        demo.Log.ShouldNotContain("DEVELOPMENT SECRET");
        File.Exists(Path.Combine(Kept, "sessvm-demo.secret")).ShouldBeFalse();
        File.Exists(Path.Combine(Kept, "sessvm-demo.db")).ShouldBeTrue();
    }
}
