using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Sessvm.Tests.Shared.Servers;
using Xunit.Sdk;

namespace Sessvm.Client.Tests.Support;

/// <summary>A test with demos of its own: they end with it, and their logs are told where it failed.</summary>
public abstract class ClientTest : IAsyncDisposable
{
    /// <summary>Tokens that run out while one waits.</summary>
    private protected static readonly string[] Quick = ["--Sessvm:AccessLifetime", "00:00:10", "--Sessvm:Overlap", "00:00:01"];

    private readonly List<DemoProcess> _demos = [];
    private readonly List<IDisposable> _things = [];

    private protected string Kept { get; } = LocalServer.NewDirectory("client");

    private protected ConcurrentQueue<string> Told { get; } = new();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var thing in _things)
        {
            thing.Dispose();
        }

        foreach (var demo in _demos)
        {
            await demo.DisposeAsync();
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"The demo at {demo.Address} said:\n{demo.Log}");
            }
        }

        Directory.Delete(Kept, recursive: true);
    }

    private protected async Task<DemoProcess> StartDemoAsync(params string[] arguments)
    {
        var demo = await DemoProcess.StartAsync(Kept, arguments);
        _demos.Add(demo);
        return demo;
    }

    private protected (SessionClient Client, HttpClient Http) Open(Uri address, ITokenStore? store = null)
    {
        var client = new SessionClient(new SessionClientOptions { Address = address, Store = store ?? new MemoryTokenStore() });
        client.Refreshed += (_, _) => Told.Enqueue("refreshed");
        client.Ended += (_, why) => Told.Enqueue("ended " + why.Code);
        var http = new HttpClient(new SessionHandler(client, new SocketsHttpHandler { UseCookies = false })) { BaseAddress = address };
        _things.Add(http);
        return (client, http);
    }

    private protected async Task<(SessionClient Client, HttpClient Http)> SignInAsync(Uri address, bool refresh = false, ITokenStore? store = null)
    {
        var (client, http) = Open(address, store);
        using var answer = await http.PostAsJsonAsync("/login", new { user = "alice", password = "sessvm", refresh });
        var result = await client.SignInAsync(answer);
        result.Succeeded.ShouldBeTrue(result.Refusal?.Code);
        return (client, http);
    }

    /// <summary>Waits until a token is refused, as anybody would see it.</summary>
    private protected static async Task ExpiredAsync(Uri address, SessionTokens tokens)
    {
        using var plain = new HttpClient { BaseAddress = address };
        await EventuallyAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/profile");
            request.Headers.Add("Authorization", "Bearer " + tokens.AccessToken);
            request.Headers.Add("X-Session-Device", tokens.DeviceId);
            return (await plain.SendAsync(request)).StatusCode == HttpStatusCode.Unauthorized;
        });
    }

    /// <summary>Ends all other sessions of alice's, as another device of hers does.</summary>
    private protected async Task RevokeOthersAsync(Uri address)
    {
        var (_, http) = await SignInAsync(address);
        (await http.PostAsync("/auth/sessions/revoke-others", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private protected static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (int tries = 0; tries < 1200; tries++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        throw new TimeoutException("What the test waits for does not come.");
    }

    private protected static Task EventuallyAsync(Func<bool> holds) => EventuallyAsync(() => Task.FromResult(holds()));
}
