using System.Runtime.CompilerServices;
using GraphQL;
using Sessvm.GraphQL;

namespace Sessvm.Demo.Pages;

/// <summary>Who is signed in, as GraphQL tells it.</summary>
public sealed record Me(string Sub, string Sid, IReadOnlyList<string> Scopes);

/// <summary>What can be asked.</summary>
public sealed class Query
{
    public static Me Me(IResolveFieldContext context)
    {
        var session = context.User!.GetSession()!;
        return new Me(session.Subject, session.Id.ToString(), session.Scopes);
    }

    [RequireScope("admin")]
    public static string Secret() => "Only admins read this.";
}

/// <summary>What can be followed.</summary>
public sealed class Subscription
{
    /// <summary>A number a second.</summary>
    public static async IAsyncEnumerable<int> Ticks([FromServices] TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        for (int tick = 0; ; tick++)
        {
            yield return tick;
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
