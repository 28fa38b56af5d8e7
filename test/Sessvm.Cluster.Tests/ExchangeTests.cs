using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>One session, whichever node its requests come to.</summary>
public abstract class ExchangeTests(StoreServer store) : ClusterTest
{
    private const int Tabs = 20;
    private static readonly string[] Quick =
    [
        "--Sessvm:AccessLifetime", "00:00:10", // the shortest that is allowed
        "--Sessvm:Overlap", "00:00:05",
    ];

    [Fact]
    public async Task Any_node_serves_and_twenty_tabs_that_race_with_an_expired_token_get_one_successor() // R2
    {
        var nodes = await StartAsync(store, Quick);
        using var person = await Person.SignInAsync(nodes.Front);
        foreach (var node in nodes.All)
        {
            await person.IsInAsync(node.Address, "A session is good on every node.");
        }

        await ExpireAsync(nodes, person);
        await RaceAsync(nodes, person);
        foreach (var node in nodes.All)
        {
            node.Log.ShouldNotContain("replay", Case.Insensitive, "R4: nobody has copied anything.");
        }
    }

    private static Task ExpireAsync(ThreeNodes nodes, Person person) => Patience.UntilAsync(
        async () => await Person.PresentAsync(nodes.Front, person.Token!, person.Device) is { Status: HttpStatusCode.Unauthorized } answer
            && answer["rsn"] == "access-expired",
        "R6: a token expires after AccessLifetime.");

    /// <summary>Has twenty tabs present the same token at once, through nginx.</summary>
    private static async Task RaceAsync(ThreeNodes nodes, Person person)
    {
        string predecessor = person.Token!;
        string[] headers = [$"Cookie: {person.Cookies}", $"X-CSRF-Token: {person.Csrf}"];
        using var tabs = new Visitor(nodes.Front, cookies: false);
        var answers = await Task.WhenAll(Enumerable.Range(0, Tabs).Select(_ => Task.Run(
            () => tabs.SendAsync(HttpMethod.Post, "/auth/refresh", new { }, headers))));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK, "R2: all who present the same generation are answered.");
        string successor = answers.Select(TokenOf).Distinct().ShouldHaveSingleItem("R2: all get the same successor, byte for byte.");
        successor.ShouldNotBe(predecessor);

        var late = await person.RefreshAsync(nodes.Front);
        late.Status.ShouldBe(HttpStatusCode.OK, late.Body);
        person.Token.ShouldBe(successor, "R2: a late tab gets the same successor as well.");
        foreach (var node in nodes.All)
        {
            await person.IsInAsync(node.Address, "R2: the one successor is good on every node.");
        }

        (await person.StateAsync(nodes.Front))["generation"].ShouldBe("2", "R2: twenty exchanges are one.");
    }

    private static string TokenOf(Answer answer) =>
        answer.Message.Headers.GetValues("Set-Cookie").Single(static cookie => cookie.StartsWith("atk=", StringComparison.Ordinal)).Split(';')[0]["atk=".Length..];
}
