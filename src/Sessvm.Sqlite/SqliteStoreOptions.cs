using Microsoft.Data.Sqlite;

namespace Sessvm.Sqlite;

/// <summary>Where a <see cref="SqliteSessionStore"/> keeps its file, and how.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The file. It belongs to Sessvm alone; where it is missing it is made, readable by this user only.</summary>
    /// <value>None by default: this or <see cref="ConnectionString"/> must be given. The directory must exist.</value>
    public string? Path { get; init; }

    /// <summary>A Microsoft.Data.Sqlite connection string, for what <see cref="Path"/> does not cover (a password, a read-only mode).</summary>
    /// <value>None by default. In-memory databases are not allowed: use the memory store.</value>
    public string? ConnectionString { get; init; }

    /// <summary>What an acknowledged write survives.</summary>
    /// <value><see cref="SqliteDurability.Normal"/> by default.</value>
    public SqliteDurability Durability { get; init; } = SqliteDurability.Normal;

    /// <summary>How long an operation waits while another process holds the file.</summary>
    /// <value>5 seconds by default; zero to 1 minute.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The size that the file does not grow beyond, in bytes: what does not fit fails with <see cref="Stores.SessionStoreException"/>.</summary>
    /// <value>No bound by default; at least 65,536.</value>
    public long? MaxFileSize { get; init; }

    /// <summary>Without the connection string, which may hold a password (R9).</summary>
    public override string ToString() => $"{nameof(SqliteStoreOptions)} {{ {nameof(Path)} = {Path}, {nameof(Durability)} = {Durability} }}";

    internal SqliteConnectionStringBuilder Validate()
    {
        if (Path is null == ConnectionString is null)
        {
            throw new ArgumentException("Give either Path or ConnectionString.", nameof(Path));
        }

        if (BusyTimeout < TimeSpan.Zero || BusyTimeout > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"BusyTimeout is {BusyTimeout}; allowed is zero to 1 minute.", nameof(BusyTimeout));
        }

        if (MaxFileSize < 65_536)
        {
            throw new ArgumentException($"MaxFileSize is {MaxFileSize}; allowed is none, or at least 65,536.", nameof(MaxFileSize));
        }

        if (!Enum.IsDefined(Durability))
        {
            throw new ArgumentException($"Durability is {Durability}; allowed is Normal or Full.", nameof(Durability));
        }

        var builder = new SqliteConnectionStringBuilder(ConnectionString ?? "") { Pooling = false };
        builder.DataSource = Path ?? builder.DataSource;
        bool isFile = builder.Mode != SqliteOpenMode.Memory
            && builder.Cache != SqliteCacheMode.Shared
            && builder.DataSource.Length > 0
            && builder.DataSource != ":memory:"
            && !builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        if (!isFile)
        {
            throw new ArgumentException("The store needs the path of a file of its own, without a shared cache.", nameof(ConnectionString));
        }

        builder.DataSource = System.IO.Path.GetFullPath(builder.DataSource);
        return builder;
    }
}
