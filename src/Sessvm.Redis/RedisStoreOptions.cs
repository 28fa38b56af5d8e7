using StackExchange.Redis;

namespace Sessvm.Redis;

/// <summary>Where a <see cref="RedisSessionStore"/> and a <see cref="RedisRevocationLog"/> keep what they keep, and how.</summary>
public sealed record RedisStoreOptions
{
    /// <summary>A StackExchange.Redis connection string: <c>host:port</c>, or several of a cluster's nodes with commas between.</summary>
    /// <value>None by default: this or <see cref="Connection"/> must be given.</value>
    public string? ConnectionString { get; init; }

    /// <summary>A connection that the application has already, and disposes of itself.</summary>
    /// <value>None by default: this or <see cref="ConnectionString"/> must be given.</value>
    public IConnectionMultiplexer? Connection { get; init; }

    /// <summary>What all keys and the channel begin with, so that several applications can share a server.</summary>
    /// <value><c>sv</c> by default; 1 to 32 letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>:</c>. Each byte counts once per session.</value>
    public string KeyPrefix { get; init; } = "sv";

    /// <summary>How long one answer is waited for.</summary>
    /// <value>2 seconds by default; 50 milliseconds to 1 minute.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// For how long a step is tried again where that can help (a restart, a failover, a lost connection). After that it fails with
    /// <see cref="Stores.SessionStoreException"/>.
    /// </summary>
    /// <value>5 seconds by default; zero (once only) to 1 minute.</value>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many replicas must have an end before it is acknowledged. Fewer in time fail with <see cref="Stores.SessionStoreException"/>:
    /// the end is written, and a failover may lose it. Ends then have a connection of their own.
    /// </summary>
    /// <value>0 by default: a failover may lose the ends of its last moments, and nodes that remember them write them again (R5). At most 16; needs <see cref="ConnectionString"/>.</value>
    public int ReplicasForEnds { get; init; }

    /// <summary>The clock that pauses and timeouts go by. Rows never do: their lifetime is relative, and the server's.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Without the connection string, which may hold a password (R9).</summary>
    public override string ToString() => $"{nameof(RedisStoreOptions)} {{ {nameof(KeyPrefix)} = {KeyPrefix}, {nameof(Timeout)} = {Timeout}, {nameof(RetryFor)} = {RetryFor} }}";

    internal void Validate()
    {
        if (ConnectionString is null == Connection is null)
        {
            throw new ArgumentException("Give either ConnectionString or Connection.", nameof(ConnectionString));
        }

        if (KeyPrefix is not { Length: >= 1 and <= 32 } || KeyPrefix.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && !"-_.:".Contains(letter)))
        {
            throw new ArgumentException($"KeyPrefix is '{KeyPrefix}'; allowed are 1 to 32 letters, digits, '-', '_', '.' and ':'.", nameof(KeyPrefix));
        }

        Between(nameof(Timeout), Timeout, TimeSpan.FromMilliseconds(50));
        Between(nameof(RetryFor), RetryFor, TimeSpan.Zero);
        ArgumentNullException.ThrowIfNull(Time);
        if (ReplicasForEnds is < 0 or > 16)
        {
            throw new ArgumentException($"ReplicasForEnds is {ReplicasForEnds}; allowed is 0 to 16.", nameof(ReplicasForEnds));
        }

        if (ReplicasForEnds > 0 && ConnectionString is null)
        {
            throw new ArgumentException("ReplicasForEnds needs a connection of its own: give ConnectionString instead of Connection.", nameof(ReplicasForEnds));
        }
    }

    private static void Between(string name, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"{name} is {value}; allowed is {least} to 1 minute.", name);
        }
    }
}
