using System.Net;
using System.Net.WebSockets;

namespace Sessvm.Cluster.Tests;

/// <summary>Nodes lose the feed alone: they still reach the store, and know that they do not hear (R7).</summary>
public abstract class DeafTests(StoreServer store) : ClusterTest
{
    [Fact]
    public async Task Nodes_that_lose_the_feed_ask_the_store_go_on_past_the_grace_and_tell_what_they_could_not_once_it_heals() // R7
    {
        var wires = new[] { Keep(new Wire(store.Port)), Keep(new Wire(store.Port)) };
        string[] both = ["--ConnectionString", store.ConnectionString, "--Sessvm:BlindGrace", $"{Bound}"];
        var nodes = await StartAsync(store.Name, place => place == 0
            ? both
            : [.. both, "--LogConnectionString", store.ConnectionStringAt(wires[place - 1].Port)]);
        var healthy = nodes[0].Address;
        DemoProcess[] deaf = [.. nodes.Except(0)];
        using var keeper = await Person.SignInAsync(healthy);
        using var ended = await Person.SignInAsync(healthy);
        using var untold = await Person.SignInAsync(healthy);
        var sockets = new List<ClientWebSocket>();
        foreach (var node in deaf)
        {
            sockets.Add(await Sockets.OpenAsync(ended, node.Address));
        }

        foreach (var node in nodes.All)
        {
            await untold.IsInAsync(node.Address, "A session is good on every node.");
            await ended.IsInAsync(node.Address, "A session is good on every node.");
        }

        wires[0].Cut();
        wires[1].Hang(); // no reset, no answer: as in a network that lost its way
        (await keeper.RevokeAsync(healthy, ended.Session)).Status.ShouldBe(HttpStatusCode.NoContent, "The other nodes are not needed to end a session.");
        await Patience.PassAsync(Bound);
        foreach (var (node, socket) in deaf.Zip(sockets))
        {
            await ended.IsOutAsync(node.Address, "R7: a node that cannot hear knows it within the bound, and asks the store.");
            await Sockets.ClosesAsync(socket, 4401, "R7: a socket on a node that cannot hear closes as well.");
            socket.Dispose();
        }

        await Patience.PassAsync(2 * Bound);
        foreach (var node in deaf)
        {
            await keeper.IsInAsync(node.Address, "R7: a node that reaches its store is not blind, however long it hears nothing.");
            await keeper.ExchangesAsync(node.Address);
        }

        var unheard = await keeper.RevokeAsync(deaf[0].Address, untold.Session);
        unheard.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, $"R7: an end that cannot be told to others is not acknowledged. {unheard.Body}");
        await untold.IsOutAsync(deaf[0].Address, "R5: it has happened all the same.");

        foreach (var wire in wires)
        {
            wire.Heal();
        }

        foreach (var node in deaf)
        {
            await Outage.UntilHealthyAsync(node);
        }

        await Patience.UntilAsync(
            async () => (await untold.ProfileAsync(healthy)).Status == HttpStatusCode.Unauthorized,
            "R7: what could not be told is told once the feed is back.");
        await untold.IsOutAsync(healthy, "R7: and it is an end.");
        await HearsAgainAsync(keeper, healthy, deaf);
    }

    private static async Task HearsAgainAsync(Person keeper, Uri healthy, IEnumerable<DemoProcess> deaf)
    {
        using var last = await Person.SignInAsync(healthy);
        await last.IsInAsync(healthy, "A new session is good.");
        (await keeper.RevokeAsync(healthy, last.Session)).Status.ShouldBe(HttpStatusCode.NoContent);
        await Patience.PassAsync(Bound);
        foreach (var node in deaf)
        {
            await last.IsOutAsync(node.Address, "R7: all is well once the feed is back.");
            await keeper.IsInAsync(node.Address, "R7: all is well once the feed is back.");
        }
    }
}
