namespace Sessvm.Client.Tests;

public sealed class SingleFlightTests
{
    [Fact]
    public async Task A_run_that_has_landed_does_not_evict_the_next()
    {
        var flight = new SingleFlight<int>();
        int flying = 0, most = 0, runs = 0;
        async Task<int> RunAsync()
        {
            int now = Interlocked.Increment(ref flying);
            most = Math.Max(most, now);
            await Task.Yield();
            Interlocked.Decrement(ref flying);
            return Interlocked.Increment(ref runs);
        }

        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), async (_, _) => await flight.RunAsync("key", RunAsync));

        most.ShouldBe(1);
        runs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_run_that_fails_fails_for_all_who_wait_and_for_nobody_after()
    {
        var flight = new SingleFlight<int>();
        var gate = new TaskCompletionSource<int>();
        var first = flight.RunAsync("key", () => gate.Task);
        var second = flight.RunAsync("key", () => Task.FromResult(1));
        gate.SetException(new IOException("down"));

        await Should.ThrowAsync<IOException>(first);
        await Should.ThrowAsync<IOException>(second);
        for (int tries = 0; ; tries++)
        {
            try
            {
                (await flight.RunAsync("key", () => Task.FromResult(2))).ShouldBe(2);
                return;
            }
            catch (IOException) when (tries < 1000)
            {
                await Task.Yield(); // it is landing
            }
        }
    }
}
