using Npgsql;
using Sessvm.PostgreSql.Internal;

namespace Sessvm.PostgreSql;

/// <summary>Where a <see cref="PostgreSqlSessionStore"/> and a <see cref="PostgreSqlRevocationLog"/> keep their tables, and how they reach them.</summary>
public sealed record PostgreSqlStoreOptions
{
    /// <summary>An Npgsql connection string.</summary>
    /// <value>
    /// None by default: this or <see cref="DataSource"/> must be given. Unless it says otherwise, <c>Timeout</c> follows
    /// <see cref="CommandTimeout"/> and <c>Cancellation Timeout</c> is 1 second; <c>Maximum Pool Size</c> is always
    /// <see cref="MaxConnections"/>, and connections are not reset between uses, since Sessvm leaves nothing behind in them.
    /// </value>
    public string? ConnectionString { get; init; }

    /// <summary>A data source that the application has made, and disposes of itself.</summary>
    /// <value>None by default. It should allow <see cref="MaxConnections"/>, and <c>No Reset On Close</c> spares the server from planning again at each use.</value>
    public NpgsqlDataSource? DataSource { get; init; }

    /// <summary>The schema that holds the tables and functions. It belongs to Sessvm alone.</summary>
    /// <value><c>sessvm</c> by default; 1 to 40 lower-case letters, digits and underscores, not beginning with a digit or with <c>pg_</c>.</value>
    public string Schema { get; init; } = "sessvm";

    /// <summary>Into how many partitions the rows are divided, by a hash of their subject, where the schema is made. It counts for nothing afterwards.</summary>
    /// <value>0 by default, for none; else a power of two from 2 to 128.</value>
    public int Partitions { get; init; }

    /// <summary>Whether tables and functions are made, and brought up to this version, by the first operation.</summary>
    /// <value><see langword="true"/> by default. With <see langword="false"/> nothing is made: run <see cref="PostgreSqlSchema.Script"/> first.</value>
    public bool CreateSchema { get; init; } = true;

    /// <summary>How long one try of an operation may take.</summary>
    /// <value>5 seconds by default; whole seconds, 1 second to 5 minutes.</value>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long an operation is tried again where the server was restarted, is failing over or had to choose a victim.</summary>
    /// <value>3 seconds by default; zero, for never, to 1 minute. With <see cref="CommandTimeout"/> it bounds what an operation takes.</value>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The most connections that this node holds, with the log's among them.</summary>
    /// <value>24 by default; 16 to 1,000. The server must allow as many for every node.</value>
    public int MaxConnections { get; init; } = 24;

    /// <summary>The names that are set, without what may be secret (R9).</summary>
    public override string ToString() => $"PostgreSqlStoreOptions {{ Schema = {Schema}, Partitions = {Partitions} }}";

    internal void Validate()
    {
        if (ConnectionString is null == DataSource is null)
        {
            throw new ArgumentException("Give either ConnectionString or DataSource.", nameof(ConnectionString));
        }

        SchemaName.Check(Schema);
        Between(nameof(CommandTimeout), CommandTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Between(nameof(RetryFor), RetryFor, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        if (CommandTimeout.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentException($"CommandTimeout is {CommandTimeout}; allowed are whole seconds.", nameof(CommandTimeout));
        }

        if (Partitions != 0 && (Partitions is < 2 or > 128 || !int.IsPow2(Partitions)))
        {
            throw new ArgumentException($"Partitions is {Partitions}; allowed is 0, or a power of two from 2 to 128.", nameof(Partitions));
        }

        if (MaxConnections is < 16 or > 1_000)
        {
            throw new ArgumentException($"MaxConnections is {MaxConnections}; allowed is 16 to 1,000.", nameof(MaxConnections));
        }
    }

    private static void Between(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{name} is {value}; allowed is {least} to {most}.", name);
        }
    }
}
