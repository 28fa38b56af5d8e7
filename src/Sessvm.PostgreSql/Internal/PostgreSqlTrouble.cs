using System.Net.Sockets;
using Npgsql;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>What went wrong with the server: whether it passes, and in words that name the server and the way out. Never the user or the password (R9).</summary>
internal static class PostgreSqlTrouble
{
    /// <summary>Whether it is worth to try again soon: a restart, a failover, a victim of two that waited for each other.</summary>
    internal static bool Passes(Exception trouble) => trouble switch
    {
        PostgresException { SqlState: var state } => state is
            PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.ReadOnlySqlTransaction
            or PostgresErrorCodes.TooManyConnections
            || state.StartsWith("08", StringComparison.Ordinal), // the connection failed
        NpgsqlException { InnerException: TimeoutException } => false, // it had its time
        NpgsqlException { InnerException: IOException or SocketException or NpgsqlException } => true,
        NpgsqlException { InnerException: null } lost => lost.IsTransient,
        _ => false,
    };

    /// <summary>Whether the server, and not what it was asked, is the trouble: another one may answer next.</summary>
    internal static bool IsAway(Exception trouble) => Passes(trouble)
        ? trouble is not PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }
        : trouble is NpgsqlException and not PostgresException;

    /// <summary>The kind of trouble, for metrics.</summary>
    internal static string KindOf(Exception trouble) => trouble is PostgresException { SqlState: var state } ? state : "connection";

    /// <summary>Whether the pool may hold connections to a server that is not the one to write to any more.</summary>
    internal static bool IsWrongServer(Exception trouble) =>
        trouble is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction };

    /// <summary>Whether the server refused what one statement asked of it, and would do others.</summary>
    internal static bool IsRefusal(Exception? trouble) => trouble is PostgresException { SqlState: var state }
        && (state.StartsWith("22", StringComparison.Ordinal) // data
            || state.StartsWith("23", StringComparison.Ordinal) // a constraint
            || state.StartsWith("P0", StringComparison.Ordinal) // raised by a trigger
            || state is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted or PostgresErrorCodes.ProgramLimitExceeded);

    internal static SessionStoreException Explain(string server, string schema, Exception trouble) => trouble switch
    {
        SessionStoreException known => known,
        PostgresException refused => new SessionStoreException($"The session database {server} {Explain(schema, refused)}", trouble),
        NpgsqlException { InnerException: TimeoutException } => TookTooLong(server, trouble),
        NpgsqlException => new SessionStoreException(
            $"The session database {server} cannot be reached. Check that it runs and that host, port and TLS are right; the store goes on by itself once it answers.",
            trouble),
        _ => new SessionStoreException($"The session database {server} failed: {trouble.GetType().Name}.", trouble),
    };

    internal static SessionStoreException TookTooLong(string server, Exception? trouble = null) => new(
        $"The session database {server} did not answer in time. If it is healthy, look for a transaction that holds a row for long, or raise CommandTimeout or MaxConnections.",
        trouble);

    private static string Explain(string schema, PostgresException trouble) => trouble.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege =>
            $"refuses this user: {trouble.MessageText}. It needs USAGE on the schema \"{schema}\", SELECT, INSERT, UPDATE and DELETE on its tables and EXECUTE on its functions; to make them, CREATE on the database, or else run the script of PostgreSqlSchema.Script and set CreateSchema to false.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName =>
            $"lacks a part of the schema \"{schema}\": {trouble.MessageText}. Run the script of PostgreSqlSchema.Script, or let the store do so with CreateSchema.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            "is read-only. If it is a standby, name all servers in Host and add Target Session Attributes=primary.",
        PostgresErrorCodes.TooManyConnections =>
            "has no connection to spare. Raise max_connections of the server, or lower MaxConnections.",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            "refuses the user or the password.",
        PostgresErrorCodes.InvalidCatalogName =>
            "does not exist. Create the database, or correct its name.",
        PostgresErrorCodes.DiskFull =>
            "cannot grow: its disk is full. Make room, and the store goes on by itself.",
        PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName =>
            "is reached through a pooler that does not know prepared statements. Remove Max Auto Prepare from the connection string.",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"is starting or shutting down ({trouble.SqlState}). The store goes on by itself once it answers.",
        _ => $"failed: {trouble.MessageText} ({trouble.SqlState}).",
    };
}
