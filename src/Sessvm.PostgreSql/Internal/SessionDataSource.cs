using Npgsql;

namespace Sessvm.PostgreSql.Internal;

/// <summary>The connections of a store that was given a connection string.</summary>
internal static class SessionDataSource
{
    private const string Application = "Sessvm";
    private const int CancellationMilliseconds = 1_000;
    private const int HostRecheckSeconds = 1;

    internal static NpgsqlDataSource Create(PostgreSqlStoreOptions options)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            // Its message may quote a piece of the password (R9).
            throw new ArgumentException("ConnectionString is not one that Npgsql reads. A value with a semicolon or a quote in it must itself be quoted.", nameof(options));
        }

        if (string.IsNullOrEmpty(settings.Host))
        {
            throw new ArgumentException("ConnectionString names no Host.", nameof(options));
        }

        int seconds = (int)options.CommandTimeout.TotalSeconds;
        settings.Timeout = settings.ContainsKey("Timeout") ? settings.Timeout : seconds;
        settings.CancellationTimeout = settings.ContainsKey("Cancellation Timeout") ? settings.CancellationTimeout : CancellationMilliseconds;
        settings.HostRecheckSeconds = settings.ContainsKey("Host Recheck Seconds") ? settings.HostRecheckSeconds : HostRecheckSeconds;
        settings.ApplicationName ??= Application;
        settings.MaxPoolSize = options.MaxConnections;
        settings.MinPoolSize = Math.Min(settings.MinPoolSize, options.MaxConnections);

        // Sessions are not part of whatever transaction the application is in.
        settings.Enlist = false;
        settings.Multiplexing = false;

        // A reset would throw away the plans of the functions at each use; Sessvm changes nothing that needs one.
        settings.NoResetOnClose = true;
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>The server and the database: what a message may say of a connection string.</summary>
    internal static string Describe(NpgsqlDataSource source)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        string host = settings.Host ?? "";
        return $"'{settings.Database ?? settings.Username}' at {(host.Contains(':') || host.Contains(',') ? host : $"{host}:{settings.Port}")}";
    }
}
