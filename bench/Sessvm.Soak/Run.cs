using System.Diagnostics;
using System.Net.Http.Json;
using Sessvm.Benchmarks.Report;
using Sessvm.Soak.People;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Soak;

/// <summary>Lets people live on a server whose store is killed and stopped again and again, and compares what they saw with what it says.</summary>
internal static class Run
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Down = TimeSpan.FromSeconds(3);

    public static async Task<Outcome> AsyncOf(Settings settings)
    {
        var machine = Machine.Describe(); // what runs, and not what is written meanwhile
        await using PostgresServer store = await PostgresServer.StartAsync();
        // Whether started by its own name or by dotnet, the server is started likewise.
        string[] self = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(Run).Assembly.Location] : [];
        using Process server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. self, "serve", store.ConnectionString])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string address = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it was ready; its error stands above.");
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
        var tally = new Tally();
        bool up = true;
        int restarts = 0;
        Person[] people = [.. Enumerable.Range(1, settings.People).Select(number => new Person(client, tally, number, settings.Seed, () => Volatile.Read(ref up)))];
        var samples = new List<Sample>();
        long began = Stopwatch.GetTimestamp();
        using (var over = new CancellationTokenSource(settings.Time, TimeProvider.System))
        {
            Task lives = Task.WhenAll(people.Select(one => Task.Run(() => one.LiveAsync(over.Token))));
            Task watch = WatchAsync(over.Token);
            Task outages = BreakAsync(over.Token);
            await Task.WhenAll(lives, watch, outages);
        }

        foreach (Person person in people)
        {
            await person.CheckAsync();
        }

        await SampleAsync();
        var counts = (await client.GetFromJsonAsync<Dictionary<string, int>>("/counts"))!;
        server.StandardInput.Close();
        await server.WaitForExitAsync();
        return new Outcome(settings, machine, restarts, tally, counts, samples);

        async Task WatchAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(Sampling, TimeProvider.System, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                await SampleAsync();
                Sample last = samples[^1];
                Console.WriteLine($"{last.Minute,5:F1} min  {tally.Of(Answers.Served),9:N0} served  {tally.Of(Answers.Exchanged),8:N0} exchanged  {restarts,3} restarts  {last.Heap / 1048576.0,6:F1} MiB heap  {last.Resident / 1048576.0,6:F1} MiB resident  {tally.Surprises.Count} surprises");
            }
        }

        async Task SampleAsync() => samples.Add((await client.GetFromJsonAsync<Sample>("/memory"))! with { Minute = Stopwatch.GetElapsedTime(began).TotalMinutes });

        async Task BreakAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                await Task.Delay(settings.Between, TimeProvider.System, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                Volatile.Write(ref up, false);
                await store.KillAsync();
                await Task.Delay(Down, TimeProvider.System, CancellationToken.None);
                await store.StartAgainAsync();
                restarts++;
                Volatile.Write(ref up, true);
            }
        }
    }
}
