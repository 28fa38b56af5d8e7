namespace Sessvm.GraphQL;

/// <summary>The bounds of one GraphQL endpoint.</summary>
public sealed class SessvmGraphQLOptions
{
    /// <summary>The longest body of an HTTP request, and the longest message on a socket.</summary>
    /// <value>64 kB by default; 1 kB to 16 MB.</value>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>The longest <c>connection_init</c>, which comes from somebody who is nobody yet.</summary>
    /// <value>4 kB by default; 256 bytes to 64 kB.</value>
    public int MaxInitBytes { get; set; } = 4 * 1024;

    /// <summary>How long a socket may be open without <c>connection_init</c>.</summary>
    /// <value>3 seconds by default; 100 milliseconds to 1 minute.</value>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How many operations, subscriptions among them, one socket may run at a time.</summary>
    /// <value>100 by default; 1 to 10,000.</value>
    public int MaxOperations { get; set; } = 100;

    /// <summary>How many messages may wait for a client that does not read; one more closes its socket with 1013 (<c>too-slow</c>).</summary>
    /// <value>1,000 by default; 1 to 100,000.</value>
    public int MaxWaiting { get; set; } = 1000;

    /// <summary>Whether clients without a session are served: the scopes of fields decide then. A credential that is there and wrong is refused all the same.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool AllowAnonymous { get; set; }

    /// <summary>The authentication scheme.</summary>
    /// <value>The first one of Sessvm by default.</value>
    public string? Scheme { get; set; }

    internal void Validate()
    {
        Require(MaxMessageBytes is >= 1024 and <= 16 * 1024 * 1024, nameof(MaxMessageBytes), MaxMessageBytes, "1024 to 16777216");
        Require(MaxInitBytes is >= 256 and <= 64 * 1024, nameof(MaxInitBytes), MaxInitBytes, "256 to 65536");
        Require(InitTimeout >= TimeSpan.FromMilliseconds(100) && InitTimeout <= TimeSpan.FromMinutes(1), nameof(InitTimeout), InitTimeout, "00:00:00.1 to 00:01:00");
        Require(MaxOperations is >= 1 and <= 10_000, nameof(MaxOperations), MaxOperations, "1 to 10000");
        Require(MaxWaiting is >= 1 and <= 100_000, nameof(MaxWaiting), MaxWaiting, "1 to 100000");
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is '{value}'; allowed is {allowed}.");
        }
    }
}
