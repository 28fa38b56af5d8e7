using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>What a node says that reaches neither feed nor store.</summary>
internal static class Outage
{
    /// <summary>How long a node goes on, where the tests wait for the end of it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long before the loss a node may have heard for the last time, on a machine that is busy.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    /// <summary>Asks until the grace is over, and not before. Until then the session is served: it is never told that it has ended.</summary>
    /// <param name="person">Whose session it is.</param>
    /// <param name="node">The node.</param>
    /// <param name="lostAt">When it lost feed and store, or a little earlier, on the clock of <see cref="Watch"/>.</param>
    public static Task UntilUnavailableAsync(Person person, Uri node, TimeSpan lostAt) => Patience.UntilAsync(
        async () =>
        {
            var asked = Watch.Now;
            var answer = await person.ProfileAsync(node);
            if (answer.Status == HttpStatusCode.ServiceUnavailable)
            {
                (asked - lostAt).ShouldBeGreaterThan(Grace - Slack, "R7: a node that reaches neither feed nor store serves on for BlindGrace.");
                return true;
            }

            answer.Status.ShouldBe(HttpStatusCode.OK, $"R7: nobody is signed out because a store is down. {node} said {answer.Body}");
            return false;
        },
        "R7: a node that reaches neither feed nor store answers 503 after BlindGrace.");

    /// <summary>A request is answered with 503, when to come again, and no cookie.</summary>
    public static async Task IsUnavailableAsync(Person person, Uri node) => Says503(await person.ProfileAsync(node));

    /// <summary>An exchange is answered with 503, when to come again, and no cookie.</summary>
    public static async Task DoesNotExchangeAsync(Person person, Uri node) => Says503(await person.RefreshAsync(node));

    /// <summary>Asks until a session is served again. Until then it is never told that it has ended.</summary>
    public static Task UntilAvailableAsync(Person person, Uri node) => Patience.UntilAsync(
        async () =>
        {
            var answer = await person.ProfileAsync(node);
            answer.Status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], $"R7: nobody is signed out because a store was down. {node} said {answer.Body}");
            return answer.Status == HttpStatusCode.OK;
        },
        "R7: a node serves again once it reaches its store.");

    /// <summary>Waits until a node reaches its store and hears the feed.</summary>
    public static async Task UntilHealthyAsync(DemoProcess node)
    {
        using var visitor = new Visitor(node.Address, cookies: false);
        await Patience.UntilAsync(async () => (await visitor.GetAsync("/health")).Body == "Healthy", "R7: a node hears again once it reaches its store.");
    }

    private static void Says503(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Body);
        answer["rsn"].ShouldBe("store-unavailable");
        answer.Message.Headers.RetryAfter.ShouldNotBeNull("A client is told when to come again.");
        answer.Message.Headers.Contains("Set-Cookie").ShouldBeFalse("Nobody is signed out because a store is down.");
    }
}
