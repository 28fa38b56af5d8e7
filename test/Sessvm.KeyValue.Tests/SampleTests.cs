using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.KeyValue.Tests;

/// <summary>Two processes of the sample over one bucket, as two nodes.</summary>
public sealed class SampleTests(NatsFixture nats)
{
    private const string Secret = "a secret of the sample's tests, long enough for a key";

    [Fact]
    public async Task Who_signs_in_on_one_node_is_known_on_the_other_and_signed_out_on_both()
    {
        var (here, there) = (LocalServer.FreePort(), LocalServer.FreePort());
        await using LocalServer first = await StartAsync(here);
        await using LocalServer second = await StartAsync(there);
        using var handler = new SocketsHttpHandler();
        using var browser = new HttpClient(handler);
        (await browser.PostAsJsonAsync(At(here, "login"), new { user = "alice", password = "correct horse" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetStringAsync(At(there, "me"))).ShouldBe("alice");

        string cookies = handler.CookieContainer.GetCookieHeader(At(there, "me"));
        using var logout = new HttpRequestMessage(HttpMethod.Post, At(there, "auth/logout"));
        logout.Headers.Add("X-CSRF-Token", handler.CookieContainer.GetCookies(At(there, ""))["csrf"]!.Value);
        (await browser.SendAsync(logout)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await MeAsync(there, cookies)).ShouldBe(HttpStatusCode.Unauthorized);
        for (int tries = 0; await MeAsync(here, cookies) != HttpStatusCode.Unauthorized; tries++)
        {
            tries.ShouldBeLessThan(1_000);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    private async Task<LocalServer> StartAsync(int port)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Sessvm.Samples.KeyValue.dll");
        var server = new LocalServer(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [program, "--urls", At(port, "").ToString(), "--Nats", nats.Url, "--Sessvm:Secret", Secret],
            async () =>
            {
                using var client = new HttpClient();
                return (await client.GetAsync(At(port, "me"))).StatusCode == HttpStatusCode.Unauthorized;
            });
        await server.StartAsync();
        return server;
    }

    private static async Task<HttpStatusCode> MeAsync(int port, string cookies)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        client.DefaultRequestHeaders.Add("Cookie", cookies);
        return (await client.GetAsync(At(port, "me"))).StatusCode;
    }

    private static Uri At(int port, string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));
}
