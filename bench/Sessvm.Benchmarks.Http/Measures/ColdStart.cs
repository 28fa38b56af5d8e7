using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sessvm.Benchmarks.Stores.Report;

namespace Sessvm.Benchmarks.Http.Measures;

/// <summary>From the start of the process to the first answer to somebody who is signed in already; what the process takes then, and the disk.</summary>
internal static class ColdStart
{
    private const string Secret = "an-example-secret-of-forty-odd-bytes-0123456789";
    private const string Minimal = "samples/Minimal, with SQLite";
    private const string Jwt = "the same page behind JwtBearer, without a store";

    /// <summary>Starts each in turns.</summary>
    /// <param name="minimal">The folder that samples/Minimal is published to.</param>
    /// <param name="jwt">The folder of its counterpart.</param>
    /// <param name="starts">How often each starts.</param>
    public static async Task<IReadOnlyList<Finding>> MeasureAsync(string minimal, string jwt, int starts)
    {
        string work = Directory.CreateTempSubdirectory("sessvm-start-").FullName;
        var ours = new App(Path.Combine(minimal, "Sessvm.Samples.Minimal"), work, ("Sessvm__Secret", Secret));
        var theirs = new App(Path.Combine(jwt, "Sessvm.Minimal.Jwt"), work, ("Secret", Secret));
        try
        {
            Header cookie = await SignInAsync(ours);
            var bearer = new Header("Authorization", "Bearer " + Token());
            await StartAsync(theirs, bearer); // the files are in the page cache from here on, on both sides
            var turns = new List<(Start Ours, Start Theirs)>();
            for (int i = 0; i < starts; i++)
            {
                turns.Add((await StartAsync(ours, cookie), await StartAsync(theirs, bearer)));
            }

            return
            [
                Beside("First answer to a signed-in request", turns, static start => start.Milliseconds, " ms"),
                Beside("Resident memory after it", turns, static start => start.Resident / 1048576.0, " MiB"),
                new(
                    "Files on disk", Minimal, Figure.One(Size(minimal), " MiB"), Jwt, Figure.One(Size(jwt), " MiB"),
                    Figure.One(Size(minimal) / Size(jwt), " ×"), null),
            ];
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static Finding Beside(string what, List<(Start Ours, Start Theirs)> turns, Func<Start, double> value, string unit) => new(
        what, Minimal,
        Figure.Of(turns.Select(turn => value(turn.Ours)), unit),
        Jwt,
        Figure.Of(turns.Select(turn => value(turn.Theirs)), unit),
        Figure.Of(turns.Select(turn => value(turn.Ours) / value(turn.Theirs)), " ×"),
        null);

    private static async Task<Header> SignInAsync(App app)
    {
        using Process process = Launch(app, out HttpClient client);
        using (client)
        {
            using HttpResponseMessage answer = await FirstAsync(client, () => new HttpRequestMessage(HttpMethod.Post, "/login")
            {
                Headers = { { "Origin", client.BaseAddress!.GetLeftPart(UriPartial.Authority) } },
                Content = JsonContent.Create(new { user = "alice", password = "correct horse" }),
            });
            string cookies = string.Join("; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(static one => one.Split(';')[0]));
            await StopAsync(process);
            return new Header("Cookie", cookies);
        }
    }

    private static async Task<Start> StartAsync(App app, Header header)
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Launch(app, out HttpClient client);
        using (client)
        {
            using HttpResponseMessage answer = await FirstAsync(client, () => new HttpRequestMessage(HttpMethod.Get, "/me") { Headers = { { header.Name, header.Value } } });
            double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            answer.EnsureSuccessStatusCode();
            process.Refresh();
            long resident = process.WorkingSet64;
            await StopAsync(process);
            return new Start(milliseconds, resident);
        }
    }

    private static Process Launch(App app, out HttpClient client)
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
        return Process.Start(new ProcessStartInfo(app.File, ["--urls", address, "--Logging:LogLevel:Default", "Warning"])
        {
            WorkingDirectory = app.Directory,
            Environment = { [app.Setting.Name] = app.Setting.Value },
        })!;
    }

    /// <summary>The first answer; asked for until somebody listens.</summary>
    private static async Task<HttpResponseMessage> FirstAsync(HttpClient client, Func<HttpRequestMessage> request)
    {
        while (true)
        {
            try
            {
                using HttpRequestMessage one = request();
                one.Headers.TryAddWithoutValidation("User-Agent", Server.UserAgent);
                return await client.SendAsync(one);
            }
            catch (HttpRequestException failure) when (failure.InnerException is SocketException)
            {
                Thread.Yield();
            }
        }
    }

    private static async Task StopAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static string Token() => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "bench",
        Audience = "bench",
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        Claims = new Dictionary<string, object> { ["sub"] = "alice" },
        SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Secret)), SecurityAlgorithms.HmacSha256),
    });

    /// <summary>What must be carried to where it runs; without what only a debugger reads.</summary>
    private static double Size(string folder) => Directory.GetFiles(folder)
        .Where(static file => Path.GetExtension(file) is not (".dbg" or ".pdb" or ".xml"))
        .Sum(static file => new FileInfo(file).Length) / 1048576.0;

    private sealed record App(string File, string Directory, (string Name, string Value) Setting);

    private sealed record Header(string Name, string Value);

    private sealed record Start(double Milliseconds, long Resident);
}
