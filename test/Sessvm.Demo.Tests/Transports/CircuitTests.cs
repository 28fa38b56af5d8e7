using System.Net;
using static Microsoft.Playwright.Assertions;

namespace Sessvm.Demo.Tests.Transports;

/// <summary>A circuit of Blazor Server in a real browser: it turns anonymous when its session ends, and lives on.</summary>
public sealed class CircuitTests(ChromiumFixture chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_circuit_turns_anonymous_the_moment_its_session_ends_and_goes_on()
    {
        await using var server = new ServerProcess(
            Repository.Dotnet,
            [
                Repository.PathTo("test", "Sessvm.Circuits.App", "bin", Repository.Configuration, "net10.0", "Sessvm.Circuits.App.dll"),
                "--urls", "http://127.0.0.1:0", "--environment", "Development", "--contentRoot", Repository.PathTo("test", "Sessvm.Circuits.App"),
            ],
            Kept,
            new Dictionary<string, string> { ["Sessvm__Secret"] = DemoProcess.Secret });
        var address = await server.ListeningAsync();
        await using var browser = await BrowserAsync(Chrome);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await Expect(page.Locator("#who")).ToHaveTextAsync("nobody");
        await page.EvaluateAsync("() => fetch('/login', { method: 'POST' })");
        await page.GotoAsync(address.ToString());
        await Expect(page.Locator("#live")).ToHaveTextAsync("live", new() { Timeout = 60_000 }); // negotiated, past the CSRF check
        await Expect(page.Locator("#who")).ToHaveTextAsync("alice");
        await page.Locator("#count").ClickAsync();
        await Expect(page.Locator("#count")).ToHaveTextAsync("1");

        using var operators = new HttpClient { BaseAddress = address };
        (await operators.PostAsync("/end", null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        await Expect(page.Locator("#who")).ToHaveTextAsync("nobody", new() { Timeout = 60_000 });
        await page.Locator("#count").ClickAsync();
        await Expect(page.Locator("#count")).ToHaveTextAsync("2"); // the same circuit
    }
}
