using Npgsql;
using NpgsqlTypes;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Compares and swaps many rows.</summary>
internal sealed class UpdateStatement(Database database)
{
    private const short Held = 4;

    private readonly string _sql =
        $"SELECT {database.Schema}.update_sessions($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";

    /// <summary>Does so at once: <see langword="null"/> for a row that another transaction holds.</summary>
    internal Task<UpdateOutcome?[]> RunAsync(IReadOnlyList<NewRow> rows) => RunAsync(rows, patient: false);

    /// <summary>Does so for one row, and waits for it where another transaction holds it.</summary>
    internal Task<UpdateOutcome?[]> RunPatientlyAsync(IReadOnlyList<NewRow> sameRow) => RunAsync(sameRow, patient: true);

    private async Task<UpdateOutcome?[]> RunAsync(IReadOnlyList<NewRow> rows, bool patient)
    {
        short[]? outcomes = await database.RunAsync((rows, patient), UpdateAsync, CancellationToken.None).ConfigureAwait(false);
        var told = new UpdateOutcome?[rows.Count];
        for (int place = 0; place < told.Length; place++)
        {
            told[place] = outcomes is null ? UpdateOutcome.Updated : outcomes[place] == Held ? null : (UpdateOutcome)outcomes[place];
        }

        return told;
    }

    private async Task<short[]?> UpdateAsync(
        NpgsqlConnection connection, (IReadOnlyList<NewRow> Rows, bool Patient) of, bool again, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _sql);
        NpgsqlParameterCollection parameters = command.Parameters;
        IReadOnlyList<NewRow> rows = of.Rows;
        parameters.AddArray(NpgsqlDbType.Bytea, rows, static row => row.Id);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Expected);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Columns.Version);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => (long)row.Columns.Generation);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Columns.LastSeenAt);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Columns.SeenAt);
        parameters.AddArray(NpgsqlDbType.Smallint, rows, static row => (short)row.Columns.EndReason);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.EndedAt);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.CreatedAt);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Deadline);
        parameters.AddArray(NpgsqlDbType.Bigint, rows, static row => row.Idle);
        parameters.AddArray(NpgsqlDbType.Uuid, rows, static row => row.Subject);
        parameters.AddArray(NpgsqlDbType.Bytea, rows, static row => row.Device);
        parameters.AddArray(NpgsqlDbType.Bytea, rows, static row => row.Family);
        parameters.AddArray(NpgsqlDbType.Bytea, rows, static row => row.Body);
        parameters.AddOne(NpgsqlDbType.Boolean, of.Patient);
        parameters.AddOne(NpgsqlDbType.Boolean, again);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as short[];
    }
}
