using Npgsql;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Sees to it that the schema is there before the first operation, and only then.</summary>
internal sealed class SchemaCheck(PostgreSqlStoreOptions options, string server)
{
    /// <summary>xid8, which the log's cursors need, came with it.</summary>
    private const int OldestServer = 13;

    // Nine others may be making the schema, or a large table be changed by a step.
    private const int SecondsToMake = 120;

    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _done;

    internal bool IsDone => _done;

    internal async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_done)
            {
                await RunAsync(connection, SchemaSteps.All, cancellationToken).ConfigureAwait(false);
                _done = true;
            }
        }
        catch (NpgsqlException trouble)
        {
            throw PostgreSqlTrouble.Explain(server, options.Schema, trouble);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Takes the steps that are missing, where that is wanted; otherwise says what is.</summary>
    internal async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<SchemaStep> steps, CancellationToken cancellationToken)
    {
        if (connection.PostgreSqlVersion.Major < OldestServer)
        {
            throw new SessionStoreException(
                $"The session database {server} runs PostgreSQL {connection.PostgreSqlVersion}; Sessvm needs {OldestServer} or later.");
        }

        if (await IsCurrentAsync(connection, steps, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (var make = new NpgsqlCommand(SchemaScript.Of(options.Schema, options.Partitions, steps), connection) { CommandTimeout = SecondsToMake })
        {
            await make.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> IsCurrentAsync(NpgsqlConnection connection, IReadOnlyList<SchemaStep> steps, CancellationToken cancellationToken)
    {
        (int version, int oldest) = await VersionAsync(connection, cancellationToken).ConfigureAwait(false);
        if (oldest > steps.Count)
        {
            throw new SessionStoreException(
                $"The session database {server} has schema \"{options.Schema}\" {version}; this version of Sessvm knows up to {steps.Count}. Upgrade this node.");
        }

        if (version < steps.Count && !options.CreateSchema)
        {
            throw new SessionStoreException(
                $"The session database {server} {(version == 0 ? $"has no schema \"{options.Schema}\"" : $"has schema \"{options.Schema}\" {version} of {steps.Count}")}, and CreateSchema is false. Run the script of PostgreSqlSchema.Script.");
        }

        return version >= steps.Count;
    }

    /// <summary>The last step that was taken, and the oldest version that goes on after it; zeros where there is none.</summary>
    private async Task<(int Version, int Oldest)> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var ask = new NpgsqlCommand(
            $"SELECT version, oldest FROM {options.Schema}.schema_version ORDER BY version DESC LIMIT 1", connection)
        {
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
        };
        try
        {
            await using NpgsqlDataReader reader = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetInt32(0), reader.GetInt32(1)) : (0, 0);
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return (0, 0);
        }
    }
}
