using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>What the path of every request allocates, in bytes: counted, never timed.</summary>
public class HotPathCostTests
{
    [Fact]
    public async Task A_known_token_is_authenticated_without_an_allocation()
    {
        var bench = new Bench();
        var grant = await bench.StartAsync();
        var request = new AuthenticateRequest(
            grant.AccessToken.Reveal().AsMemory(), Bench.Device, new RequestTraits(new string(Bench.UserAgent)));

        Allocated(() => bench.Service.AuthenticateAsync(request).Result.Succeeded).ShouldBe(0);
    }

    [Fact]
    public async Task A_known_token_is_authenticated_without_an_allocation_where_other_sessions_have_ended()
    {
        var bench = new Bench();
        var gone = await bench.StartAsync("bob");
        await bench.Service.EndAsync(Stores.EndTarget.One(gone.Row.Id), EndReason.SignedOut);
        var grant = await bench.StartAsync();
        var request = new AuthenticateRequest(grant.AccessToken.Reveal().AsMemory(), Bench.Device, new RequestTraits(Bench.UserAgent));

        Allocated(() => bench.Service.AuthenticateAsync(request).Result.Succeeded).ShouldBe(0);
    }

    [Fact]
    public async Task Agents_that_take_turns_on_one_token_cost_no_allocation()
    {
        var bench = new Bench();
        var grant = await bench.StartAsync();
        var token = grant.AccessToken.Reveal().AsMemory();
        var one = new AuthenticateRequest(token, Bench.Device, new RequestTraits(Bench.UserAgent));
        var other = new AuthenticateRequest(token, Bench.Device, new RequestTraits(Bench.UserAgent.Replace("130.0.0.0", "131.0.0.0")));

        Allocated(() => bench.Service.AuthenticateAsync(one).Result.Succeeded & bench.Service.AuthenticateAsync(other).Result.Succeeded).ShouldBe(0);
    }

    [Fact]
    public async Task A_known_token_without_an_agent_is_refused_and_not_taken_for_the_agent_before()
    {
        var bench = new Bench();
        var grant = await bench.StartAsync();
        string token = grant.AccessToken.Reveal();
        (await bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();

        (await bench.AuthenticateAsync(token, agent: null)).Succeeded.ShouldBeFalse();
        (await bench.AuthenticateAsync(token, agent: "")).Succeeded.ShouldBeFalse();
        (await bench.AuthenticateAsync(token, agent: new string('x', 600))).Succeeded.ShouldBeFalse();
        (await bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(22)]
    public async Task A_known_token_with_another_character_in_its_mac_is_refused(int fromTheEnd)
    {
        var bench = new Bench();
        var grant = await bench.StartAsync();
        string token = grant.AccessToken.Reveal();
        (await bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();

        foreach (char other in "AQg_Ā")
        {
            char[] forged = token.ToCharArray();
            if (forged[^fromTheEnd] != other)
            {
                forged[^fromTheEnd] = other;
                (await bench.AuthenticateAsync(new string(forged))).Succeeded.ShouldBeFalse();
            }
        }
    }

    // The least of several runs: the runtime may recompile or sample amid one of them.
    private static long Allocated(Func<bool> action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 200; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool held = action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            held.ShouldBeTrue();
        }

        return least;
    }
}
