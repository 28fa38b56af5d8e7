using System.Net;
using Sessvm.Client.Tests.Support;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Client.Tests.Demo;

/// <summary>The console sample, as a process; in the long form it is compiled ahead of time first.</summary>
public sealed class ConsoleTests : ClientTest
{
    private static readonly Dictionary<string, string> Plain = [];

    private string[] _program = [Repository.Dotnet, Repository.PathTo("samples", "Console", "bin", Repository.Configuration, "net10.0", "Sessvm.Samples.Console.dll")];

    [Fact]
    public async Task It_signs_in_watches_survives_a_restart_and_is_told_when_it_is_revoked()
    {
        await CompileAsync();
        string[] arguments = ["--Sessvm:Mode", "Bearer", "--urls", $"http://127.0.0.1:{LocalServer.FreePort()}", .. Quick];
        var demo = await StartDemoAsync(arguments);
        await using var console = Start(demo.Address, "--every", "00:00:00.5");
        await EventuallyAsync(() => console.Log.Contains("signed in as alice: S1.", StringComparison.Ordinal)
            && console.Log.Contains("socket: {\"sub\":\"alice\"}", StringComparison.Ordinal)
            && console.Log.Contains("refreshed", StringComparison.Ordinal)
            && console.Log.Contains("profile: 200 ok", StringComparison.Ordinal));

        await demo.KillAsync();
        await EventuallyAsync(() => console.Log.Contains("profile: no answer", StringComparison.Ordinal));
        await StartDemoAsync(arguments);
        await EventuallyAsync(() => console.Log.Split("socket: {\"sub\":\"alice\"}").Length > 2
            && console.Log[console.Log.LastIndexOf("no answer", StringComparison.Ordinal)..].Contains("profile: 200 ok", StringComparison.Ordinal));

        await RevokeOthersAsync(demo.Address);
        (await console.EndedAsync()).ShouldBe(2, console.Log);
        console.Log.ShouldContain("ended: session-not-active");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Processes_that_share_a_token_file_exchange_once_for_all(bool refresh)
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", "Bearer", .. Quick]);
        await using var proxy = new CountingProxy(demo.Address);
        string file = Path.Combine(Kept, "app", "session");
        var (client, _) = await SignInAsync(proxy.Address, refresh, FileTokenStore.Open(file));
        var tokens = await client.GetTokensAsync();
        await ExpiredAsync(demo.Address, tokens);

        var processes = Enumerable.Range(0, 4).Select(_ => Start(proxy.Address, "--file", file)).ToArray();
        await EventuallyAsync(() => processes.All(one => one.Log.Contains("profile: 200 ok", StringComparison.Ordinal)));

        // One, and on a busy machine another ten seconds later; but never one that brought nothing new.
        await EventuallyAsync(() => proxy.Exchanges == processes.Sum(one => one.Log.Split("refreshed").Length - 1));
        int exchanges = proxy.Exchanges;
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        processes.ShouldAllBe(one => one.Log.Contains("still signed in", StringComparison.Ordinal));
        exchanges.ShouldBeInRange(1, 3, string.Join("\n---\n", processes.Select(one => one.Log)));
        (await FileTokenStore.Open(file).ReadAsync())!.AccessToken.ShouldNotBe(tokens.AccessToken);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_ends_it()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        await using var console = Start(demo.Address, "--password", "wrong");

        (await console.EndedAsync()).ShouldBe(1);
        console.Log.ShouldContain("refused: bad-credentials");
    }

    private ServerProcess Start(Uri address, params string[] arguments) =>
        new(_program[0], [.. _program[1..], "--address", address.ToString(), .. arguments], Kept, Plain);

    private async Task CompileAsync()
    {
        if (Environment.GetEnvironmentVariable("SESSVM_LONG") != "1")
        {
            return;
        }

        string native = Path.Combine(Kept, "native");
        await using var publish = new ServerProcess(
            Repository.Dotnet,
            ["publish", Repository.PathTo("samples", "Console"), "-c", Repository.Configuration, "-o", native, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"],
            Kept,
            Plain);
        (await publish.EndedAsync()).ShouldBe(0, publish.Log);
        publish.Log.ShouldNotContain("warning");
        _program = [Path.Combine(native, "Sessvm.Samples.Console")];
    }
}
