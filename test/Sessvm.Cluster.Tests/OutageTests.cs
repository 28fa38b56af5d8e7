using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>The store is killed under all nodes, and comes back.</summary>
public abstract class OutageTests(StoreServer store) : ClusterTest
{
    [Fact]
    public async Task While_the_store_is_down_valid_tokens_go_on_for_the_grace_nobody_is_signed_out_and_all_is_well_when_it_returns() // R7
    {
        // The last one's grace never ends here.
        var nodes = await StartAsync(
            store.Name, place => ["--ConnectionString", store.ConnectionString, "--Sessvm:BlindGrace", place == 2 ? "01:00:00" : $"{Outage.Grace}"]);
        var patient = nodes[2].Address;
        using var keeper = await Person.SignInAsync(nodes.Front);
        using var other = await Person.SignInAsync(nodes.Front);
        foreach (var node in nodes.All)
        {
            await keeper.IsInAsync(node.Address, "A session is good on every node.");
            await other.IsInAsync(node.Address, "A session is good on every node.");
        }

        var lostAt = Watch.Now;
        await store.KillAsync();
        try
        {
            var end = keeper.RevokeAsync(patient, other.Session);
            await Task.WhenAll(
            [
                .. nodes.All.Select(node => Outage.DoesNotExchangeAsync(keeper, node.Address)),
                .. nodes.Except(2).Select(node => Outage.UntilUnavailableAsync(keeper, node.Address, lostAt)),
            ]);
            (await end).Status.ShouldBe(HttpStatusCode.ServiceUnavailable, "R5: an end that is not written is not acknowledged.");
            await Task.WhenAll(nodes.Except(2).Select(node => Outage.IsUnavailableAsync(keeper, node.Address)));
            await keeper.IsInAsync(patient, "R7: requests with valid tokens go on for BlindGrace.");
        }
        finally
        {
            await store.StartAgainAsync();
        }

        foreach (var node in nodes.All)
        {
            await Outage.UntilAvailableAsync(keeper, node.Address);
            await Outage.UntilHealthyAsync(node);
            await keeper.ExchangesAsync(node.Address);
            await other.IsInAsync(node.Address, "An end that was not acknowledged has not happened.");
        }

        (await keeper.RevokeAsync(patient, other.Session)).Status.ShouldBe(HttpStatusCode.NoContent);
        await Patience.PassAsync(Bound);
        foreach (var node in nodes.All)
        {
            await other.IsOutAsync(node.Address, "R7: an end is heard everywhere once the store is back.");
        }
    }
}
