using System.Net;
using Sessvm.Events;

namespace Sessvm.Cluster.Tests;

/// <summary>Three nodes whose clocks are two and four seconds apart, on one store.</summary>
public abstract class ClockTests(StoreServer store) : ClusterTest
{
    private const int Seed = 1;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AccessLifetime = TimeSpan.FromMinutes(15); // the default

    private readonly Calendar _calendar = new();

    private static int Rounds => IsLong ? 500 : 50;

    [Fact]
    public async Task Exchanges_wherever_the_clocks_stand_log_nobody_out() // R2, R4, R6
    {
        var nodes = await StartAsync();
        var random = new Random(Seed);
        using var person = await Person.SignInAsync(nodes[0].Address); // whose tokens the others find to come from the future
        for (int round = 0; round < Rounds; round++)
        {
            // Expired by one clock, and not yet by another.
            _calendar.Advance(AccessLifetime + ((random.NextDouble() - 0.5) * 4 * Skew));
            random.Shuffle(nodes);
            string before = person.Token!;
            var answers = await Task.WhenAll(nodes.Select(node => person.RefreshAsync(node.Address)));
            answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK, $"R2: nobody is logged out by clocks that are 2 s apart. Round {round} of seed {Seed}.");
            answers.SelectMany(SetTokens).Where(token => token != before).Distinct().Count().ShouldBeLessThanOrEqualTo(1, "R2: all get the same successor.");
            foreach (var node in nodes)
            {
                await GoesOnAsync(person, node, $"R2: a token from the future is good. Round {round} of seed {Seed}.");
            }
        }

        NothingIsSuspected(nodes);
    }

    [Fact]
    public async Task Ends_and_renewals_are_heard_within_the_bound() // R7
    {
        var nodes = await StartAsync();
        var people = new List<(Person Person, string Old, Person Leaver, string Ended)>();
        foreach (var (here, there) in nodes.SelectMany(here => nodes.Select(there => (here, there))))
        {
            var leaver = Keep(await Person.SignInAsync(here.Address));
            var person = Keep(await Person.SignInAsync(here.Address));
            people.Add((person, person.Token!, leaver, leaver.Token!));
            await leaver.SignOutAsync(there.Address);
            await person.SignInAgainAsync(there.Address); // in the same browser: a renewal
        }

        await Patience.PassAsync(Bound);
        foreach (var (node, (person, old, leaver, ended)) in nodes.SelectMany(node => people.Select(one => (node, one))))
        {
            (await Person.PresentAsync(node.Address, ended, leaver.Device))["rsn"].ShouldBe("session-not-active", "R7: an end is heard within the bound, whatever the clocks say.");
            (await Person.PresentAsync(node.Address, old, person.Device))["rsn"].ShouldBe("superseded", "R7: a renewal is heard within the bound, whatever the clocks say.");
            await person.IsInAsync(node.Address, "A renewed session is good on every node.");
        }

        NothingIsSuspected(nodes);
    }

    /// <summary>As the browser's client does: what has expired by this clock since it was looked at is exchanged.</summary>
    private static async Task GoesOnAsync(Person person, SkewedNode node, string because)
    {
        var answer = await person.ProfileAsync(node.Address);
        if (answer.Status == HttpStatusCode.Unauthorized && answer["rsn"] == "access-expired")
        {
            await person.ExchangesAsync(node.Address);
        }

        await person.IsInAsync(node.Address, because);
    }

    private static IEnumerable<string> SetTokens(Answer answer) =>
        answer.Message.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Where(static cookie => cookie.StartsWith("atk=", StringComparison.Ordinal)).Select(static cookie => cookie.Split(';')[0]["atk=".Length..])
            : [];

    private static void NothingIsSuspected(IEnumerable<SkewedNode> nodes)
    {
        foreach (var node in nodes)
        {
            node.Events.OfType<ReplayDetected>().ShouldBeEmpty("R4: honest clients replay nothing.");
            node.Events.OfType<SessionHealed>().ShouldBeEmpty("R8: the store has lost nothing.");
        }
    }

    private async Task<SkewedNode[]> StartAsync()
    {
        var nodes = new List<SkewedNode>();
        foreach (var skew in new[] { Skew, TimeSpan.Zero, -Skew })
        {
            nodes.Add(Keep(await SkewedNode.StartAsync(store, new SkewedTime(_calendar, skew))));
        }

        return [.. nodes];
    }
}
