using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Http;

namespace Sessvm.GraphQL.Tests;

public sealed class Query
{
    public static string? Sub(IResolveFieldContext context) => context.User!.GetSession()?.Subject;

    [RequireScope("admin")]
    public static string Secret() => "the secret";

    [RequireScope("admin")]
    [RequireScope("audit")]
    public static string Both() => "both";

    public static Vault Vault() => new();

    public static IThing Thing() => new Gem();

    public static string Fault() => throw new NotSupportedException("What only the log may know.");

    public static string Echo(string text) => text;
}

[RequireScope("admin")]
public sealed class Vault
{
    public string Gold => "gold";
}

public interface IThing
{
    string Value { get; }
}

[Implements(typeof(IThing))]
public sealed class Gem : IThing
{
    [RequireScope("admin")]
    public string Value => "a lot";
}

public sealed class Mutation
{
    public static string Set(string to) => to;

    [RequireScope("admin")]
    public static string Erase([FromServices] Witness witness)
    {
        witness.Erased = true;
        return "gone";
    }
}

public sealed class Subscription
{
    public static IAsyncEnumerable<int> Count(int to) => Enumerable.Range(1, to).ToAsyncEnumerable();

    /// <summary>Goes on until it is stopped.</summary>
    public static async IAsyncEnumerable<string> Watch([FromServices] Witness witness, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref witness.Watching);
        try
        {
            yield return "watching";
            await foreach (string news in witness.News.Reader.ReadAllAsync(cancellationToken))
            {
                yield return news;
            }
        }
        finally
        {
            Interlocked.Decrement(ref witness.Watching);
        }
    }

    public static async IAsyncEnumerable<string> Flood([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string much = new('x', 4096);
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return much;
            await Task.Yield();
        }
    }

    [RequireScope("admin")]
    public static IAsyncEnumerable<string> Secrets() => new[] { "one", "two" }.ToAsyncEnumerable();
}

/// <summary>Sees what resolvers do.</summary>
public sealed class Witness
{
    public int Watching;

    public bool Erased { get; set; }

    public Channel<string> News { get; } = Channel.CreateUnbounded<string>();
}
