namespace Sessvm.Revocation;

/// <summary>How a <see cref="LogRevocationFeed"/> follows its log.</summary>
public sealed record RevocationFeedOptions
{
    /// <summary>A node that has not read the log for this long is not current (R7). The log is read four times as often, and when it wakes the node.</summary>
    /// <value>1 second by default; 100 milliseconds to 1 minute.</value>
    public TimeSpan Bound { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long the log keeps a notice: at least as long as a token that it refuses could still be presented.</summary>
    /// <value>1 hour by default; at least 1 minute.</value>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a start waits until all that still matters has been heard. After it the node serves, and checks the store on each request until it has.</summary>
    /// <value>10 seconds by default; zero to 10 minutes.</value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The feed's name in metrics.</summary>
    /// <value><c>sessvm</c> by default; of a scheme, its name.</value>
    public string Name { get; init; } = "sessvm";

    internal void Validate()
    {
        Between(nameof(Bound), Bound, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        Between(nameof(Keep), Keep, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366));
        Between(nameof(StartTimeout), StartTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    private static void Between(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{name} is {value}; allowed is {least} to {most}.", name);
        }
    }
}
