using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>Nodes lose their way to the store, and with it the feed, while another goes on (R7).</summary>
public abstract class CutTests(StoreServer store) : ClusterTest
{
    [Fact]
    public async Task Nodes_that_lose_the_store_serve_for_the_grace_and_know_what_ended_meanwhile_when_they_find_it_again() // R7
    {
        var wires = new[] { Keep(new Wire(store.Port)), Keep(new Wire(store.Port)) };
        var nodes = await StartAsync(store.Name, place => place == 0
            ? ["--ConnectionString", store.ConnectionString]
            : ["--ConnectionString", store.ConnectionStringAt(wires[place - 1].Port), "--Sessvm:BlindGrace", $"{Outage.Grace}"]);
        var healthy = nodes[0].Address;
        DemoProcess[] lost = [.. nodes.Except(0)];
        using var keeper = await Person.SignInAsync(healthy);
        using var ended = await Person.SignInAsync(healthy);
        foreach (var node in lost)
        {
            await keeper.IsInAsync(node.Address, "A session is good on every node.");
            await ended.IsInAsync(node.Address, "A session is good on every node.");
        }

        var lostAt = Watch.Now;
        wires[0].Cut();
        wires[1].Hang(); // no reset, no answer: as in a network that lost its way
        var answer = await keeper.RevokeAsync(healthy, ended.Session);
        answer.Status.ShouldBe(HttpStatusCode.NoContent, "The other nodes are not needed to end a session.");
        await Task.WhenAll(lost.Select(node => LostAsync(node.Address, lostAt, keeper, ended)));
        await keeper.IsInAsync(healthy, "The other node goes on.");

        foreach (var wire in wires)
        {
            wire.Heal();
        }

        await Task.WhenAll(lost.Select(node => HealedAsync(node, keeper, ended)));
    }

    private static async Task LostAsync(Uri node, TimeSpan lostAt, Person keeper, Person ended)
    {
        await Outage.UntilUnavailableAsync(keeper, node, lostAt);

        // Nothing is accepted any more, and nobody is told that they are signed out.
        await Task.WhenAll(
            Outage.IsUnavailableAsync(keeper, node), Outage.IsUnavailableAsync(ended, node),
            Outage.DoesNotExchangeAsync(keeper, node), Outage.DoesNotExchangeAsync(ended, node));
    }

    private static async Task HealedAsync(DemoProcess node, Person keeper, Person ended)
    {
        await Outage.UntilAvailableAsync(keeper, node.Address);
        await ended.IsOutAsync(node.Address, "R7: what ended meanwhile is refused from the first answer on.");
        await keeper.ExchangesAsync(node.Address);
        await Outage.UntilHealthyAsync(node);
        await ended.IsOutAsync(node.Address, "R7: what ended meanwhile stays refused.");
        await keeper.IsInAsync(node.Address, "All is well again.");
    }
}
