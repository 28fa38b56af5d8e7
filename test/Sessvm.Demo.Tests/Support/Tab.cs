using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sessvm.Demo.Tests;

/// <summary>One tab on the demo's page: what a person does there, what they see, and what the console complains of.</summary>
internal sealed partial class Tab
{
    // Only a hang is cut short by it: a token's life, and a machine that is busy.
    private const float Patience = 60_000;

    private readonly ConcurrentQueue<string> _complaints = new();

    private Tab(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Expected().IsMatch(message.Text))
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Console errors, uncaught exceptions and violations of the content security policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<Tab> OpenAsync(IBrowserContext context, Uri address)
    {
        var tab = new Tab(await context.NewPageAsync());
        await tab.Page.GotoAsync(address.ToString());
        return tab;
    }

    public ILocator this[string id] => Page.Locator("#" + id);

    public ILocator Devices => Page.GetByTestId("device");

    public async Task SignInAsync(string user, string password = "sessvm")
    {
        await SeesAsync("out");
        await this["user"].FillAsync(user);
        await this["password"].FillAsync(password);
        await this["sign-in"].ClickAsync();
    }

    /// <summary>Waits for a view of the page: out, in, ended.</summary>
    public Task SeesAsync(string view) =>
        Expect(Page.Locator("body")).ToHaveAttributeAsync("data-view", view, new() { Timeout = Patience });

    public Task ReadsAsync(string id, string text) => Expect(this[id]).ToContainTextAsync(text, new() { Timeout = Patience });

    public Task ReadsAsync(string id, Regex text) => Expect(this[id]).ToHaveTextAsync(text, new() { Timeout = Patience });

    public Task SocketIsAsync(string state) =>
        Expect(this["socket-state"]).ToHaveAttributeAsync("data-state", state, new() { Timeout = Patience });

    public Task DialIsAsync(string phase) => Expect(this["dial"]).ToHaveAttributeAsync("data-phase", phase, new() { Timeout = Patience });

    public Task HasDevicesAsync(int count) => Expect(Devices).ToHaveCountAsync(count, new() { Timeout = Patience });

    public async Task<int> GenerationAsync()
    {
        await ReadsAsync("l-generation", Number());
        return int.Parse(await this["l-generation"].InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public async Task ShootAsync(string name)
    {
        string directory = Path.Combine(Repository.Artifacts, "screenshots");
        Directory.CreateDirectory(directory);
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(directory, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    // The console notes every answer of 401 and 403, and every socket that closes before it opened, of which a script learns properly.
    [GeneratedRegex("^Failed to load resource: the server responded with a status of 40[13]")]
    private static partial Regex Expected();

    [GeneratedRegex("^[0-9]+$")]
    private static partial Regex Number();
}
