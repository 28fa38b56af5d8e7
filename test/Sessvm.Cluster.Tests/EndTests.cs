using System.Globalization;
using System.Net;
using System.Net.WebSockets;

namespace Sessvm.Cluster.Tests;

/// <summary>Ended on one node is ended on every node (R7).</summary>
public abstract class EndTests : ClusterTest
{
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(5);

    private readonly StoreServer _store;
    private readonly ThreeNodes _nodes;

    private protected EndTests(StoreServer store, ThreeNodes nodes)
    {
        _store = store;
        _nodes = nodes;
        TellOf(nodes.All);
    }

    private static int Ends => IsLong ? 200 : 40;

    [Fact]
    public async Task An_end_is_heard_on_the_two_other_nodes_within_the_bound() // R7
    {
        using var keeper = await Person.SignInAsync(_nodes.Front);
        await EndOneAsync(keeper, 0); // what is compiled first is not what is measured
        var delays = new List<(TimeSpan SinceAsked, TimeSpan SinceAcknowledged)>();
        for (int i = 0; i < Ends; i++)
        {
            delays.AddRange(await EndOneAsync(keeper, i % 3));
        }

        Tell(delays);
    }

    [Fact]
    public async Task A_live_socket_on_another_node_closes_when_its_session_ends() // R7
    {
        using var keeper = await Person.SignInAsync(_nodes.Front);
        using var other = await Person.SignInAsync(_nodes.Front);
        using var direct = await Sockets.OpenAsync(other, _nodes[2].Address);
        using var proxied = await Sockets.OpenAsync(other, _nodes.Front);
        using var kept = await Sockets.OpenAsync(keeper, _nodes[2].Address);

        (await keeper.RevokeAsync(_nodes[0].Address, other.Session)).Status.ShouldBe(HttpStatusCode.NoContent);

        await Sockets.ClosesAsync(direct, 4401, "R7: a socket on another node closes.");
        await Sockets.ClosesAsync(proxied, 4401, "R7: a socket behind nginx closes.");
        kept.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task A_node_that_was_frozen_while_a_session_ended_refuses_it_from_its_first_answer_on() // R7
    {
        var frozen = _nodes[1];
        using var keeper = await Person.SignInAsync(_nodes[0].Address);
        using var other = await Person.SignInAsync(_nodes[0].Address);
        await other.IsInAsync(frozen.Address, "It is signed in.");

        Task<Answer> asleep;
        await frozen.SignalAsync("STOP");
        try
        {
            (await keeper.RevokeAsync(_nodes[0].Address, other.Session)).Status.ShouldBe(HttpStatusCode.NoContent);
            await Patience.PassAsync(Bound);
            asleep = other.ProfileAsync(frozen.Address); // the machine takes it in, and the node finds it when it wakes
            await Patience.PassAsync(Freeze - Bound);
        }
        finally
        {
            await frozen.SignalAsync("CONT");
        }

        await other.IsOutAsync(frozen.Address, "R7: a node that was frozen knows at its first instruction that it has not heard.");
        (await asleep).Status.ShouldBe(HttpStatusCode.Unauthorized, "R7: what came while it was frozen came later than the bound.");
        await keeper.IsInAsync(frozen.Address, "Who was not ended goes on.");
    }

    /// <summary>Ends one session on one node, while the others are asked as fast as they answer.</summary>
    /// <returns>When each of the others refused for the first time, since the end was asked for and since it was acknowledged; zero where it had before.</returns>
    private async Task<IEnumerable<(TimeSpan SinceAsked, TimeSpan SinceAcknowledged)>> EndOneAsync(Person keeper, int endedOn)
    {
        using var other = await Person.SignInAsync(_nodes.Front);
        var watches = _nodes.Except(endedOn).Select(node => new Watch(other, node.Address)).ToArray();
        foreach (var watch in watches)
        {
            await other.IsInAsync(watch.Node, "A session is good on every node.");
        }

        var watching = Task.WhenAll(watches.Select(static watch => Task.Run(watch.UntilRefusedAsync)));
        var asked = Watch.Now;
        var answer = await keeper.RevokeAsync(_nodes[endedOn].Address, other.Session);
        var acknowledged = Watch.Now;
        answer.Status.ShouldBe(HttpStatusCode.NoContent, answer.Body);
        await watching;
        foreach (var watch in watches)
        {
            (watch.AcceptedAt - acknowledged).ShouldBeLessThanOrEqualTo(
                Bound, $"R7: {watch.Node} accepted a request that began later than RevocationBound after the end was acknowledged.");
        }

        await other.IsOutAsync(_nodes[endedOn].Address, "R7: the node that ends hears it first.");
        return watches.Select(watch => (Since(asked, watch), Since(acknowledged, watch)));
    }

    private static TimeSpan Since(TimeSpan instant, Watch watch) => watch.RefusedAt > instant ? watch.RefusedAt - instant : TimeSpan.Zero;

    private void Tell(IReadOnlyCollection<(TimeSpan SinceAsked, TimeSpan SinceAcknowledged)> delays)
    {
        string figures = string.Create(CultureInfo.InvariantCulture, $"""
            {_store.Name}: {Ends} ends, refused on two other nodes; the bound is {Bound.TotalMilliseconds:0} ms after the acknowledgement
              since it was acknowledged: {Figures(delays.Select(static delay => delay.SinceAcknowledged))}
              since it was asked for:    {Figures(delays.Select(static delay => delay.SinceAsked))}
            """);
        TestContext.Current.TestOutputHelper!.WriteLine(figures);
        Directory.CreateDirectory(Repository.Artifacts);
        File.WriteAllText(Path.Combine(Repository.Artifacts, $"ends-{_store.Name}.txt"), figures + "\n");
    }

    private static string Figures(IEnumerable<TimeSpan> delays)
    {
        double[] sorted = [.. delays.Select(static delay => delay.TotalMilliseconds).Order()];
        return string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, max {At(1):0.0} ms");

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
