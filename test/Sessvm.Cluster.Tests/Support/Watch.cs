using System.Diagnostics;
using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>Asks one node with one session, as fast as it answers, until it refuses.</summary>
internal sealed class Watch(Person person, Uri node)
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    /// <summary>Now, on the clock that the times of this class are of.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public Uri Node => node;

    /// <summary>When the last request began that was accepted.</summary>
    public TimeSpan AcceptedAt { get; private set; }

    /// <summary>When the first request began that was refused.</summary>
    public TimeSpan RefusedAt { get; private set; }

    public async Task UntilRefusedAsync()
    {
        var began = Now;
        while (true)
        {
            var asked = Now;
            var answer = await person.ProfileAsync(node);
            if (answer.Status != HttpStatusCode.OK)
            {
                answer.Status.ShouldBe(HttpStatusCode.Unauthorized, answer.Body);
                answer["rsn"].ShouldBe("session-not-active");
                RefusedAt = asked;
                return;
            }

            AcceptedAt = asked;
            (asked - began).ShouldBeLessThan(Most, $"R7: an end was never heard at {node}.");
        }
    }
}
