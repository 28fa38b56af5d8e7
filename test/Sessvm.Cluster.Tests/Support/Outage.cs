using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>What a node says that reaches neither feed nor store.</summary>
internal static class Outage
{
    /// <summary>Asks until the grace is over. Until then the session is served: it is never told that it has ended.</summary>
    public static Task UntilUnavailableAsync(Person person, Uri node) => Patience.UntilAsync(
        async () =>
        {
            var answer = await person.ProfileAsync(node);
            answer.Status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable], $"R7: nobody is signed out because a store is down. {node} said {answer.Body}");
            return answer.Status == HttpStatusCode.ServiceUnavailable;
        },
        "R7: a node that reaches neither feed nor store answers 503 after BlindGrace.");

    /// <summary>A request and an exchange are answered with 503, when to come again, and no cookie.</summary>
    public static async Task IsUnavailableAsync(Person person, Uri node)
    {
        string? token = person.Token;
        Says503(await person.ProfileAsync(node));
        await DoesNotExchangeAsync(person, node);
        person.Token.ShouldBe(token, "Nobody is signed out because a store is down.");
    }

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
