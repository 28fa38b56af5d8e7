using Npgsql;
using NpgsqlTypes;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Adds a row with its terms: what <see cref="Admission.Decide"/> decides, decided by the server.</summary>
internal sealed class AddStatement(Database database)
{
    private readonly string _sql =
        $"""
        SELECT {StoredRow.Selected} FROM {database.Schema}.add_session(
            ROW($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)::{database.Schema}.sessions, $15, $16, $17, $18, $19)
        """;

    internal async Task<AddResult> RunAsync(SessionRow row, NewRow added, AddTerms terms, DateTimeOffset now)
    {
        List<StoredRow> rows;
        try
        {
            // Once begun it is not cancelled: nobody would know what became of those that gave way.
            rows = await database.RunAsync((added, terms, now), AddAsync, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionStoreException refused) when (
            refused.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw new ArgumentException($"There is a session {row.Id} already.", nameof(row));
        }

        if (rows.Count == 0 || rows[0].Id != row.Id)
        {
            return new AddResult(false, [], [.. rows.Select(static live => live.Decode())]);
        }

        return rows.Count == 1
            ? AddResult.Plain
            : new AddResult(true, [.. rows.Skip(1).Select(static gone => gone.Decode()).OrderBy(static gone => gone.End!.Reason).ThenBy(static gone => gone.CreatedAt)], []);
    }

    private async Task<List<StoredRow>> AddAsync(
        NpgsqlConnection connection, (NewRow Row, AddTerms Terms, DateTimeOffset Now) of, bool again, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _sql);
        NpgsqlParameterCollection parameters = command.Parameters;
        NewRow row = of.Row;
        parameters.AddOne(NpgsqlDbType.Bigint, row.Columns.Version);
        parameters.AddOne(NpgsqlDbType.Bigint, (long)row.Columns.Generation);
        parameters.AddOne(NpgsqlDbType.Bigint, row.Columns.LastSeenAt);
        parameters.AddOne(NpgsqlDbType.Bigint, row.Columns.SeenAt);
        parameters.AddOne(NpgsqlDbType.Bigint, row.EndedAt);
        parameters.AddOne(NpgsqlDbType.Bigint, row.CreatedAt);
        parameters.AddOne(NpgsqlDbType.Bigint, row.Deadline);
        parameters.AddOne(NpgsqlDbType.Bigint, row.Idle);
        parameters.AddOne(NpgsqlDbType.Uuid, row.Subject);
        parameters.AddOne(NpgsqlDbType.Smallint, (short)row.Columns.EndReason);
        parameters.AddBytes(row.Id);
        parameters.AddBytes(row.Device);
        parameters.AddBytes(row.Family);
        parameters.AddBytes(row.Body);
        parameters.AddOne(NpgsqlDbType.Integer, of.Terms.Limit);
        parameters.AddOne(NpgsqlDbType.Boolean, of.Terms.WhenFull == WhenFull.Reject);
        parameters.AddArray(NpgsqlDbType.Bytea, of.Terms.Replaces, NewRow.DeviceBytes);
        parameters.AddOne(NpgsqlDbType.Bigint, of.Now.ToUnixTimeMilliseconds());
        parameters.AddOne(NpgsqlDbType.Boolean, again);
        try
        {
            return await StoredRow.ReadAllAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException taken) when (again && taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // The first try may have been under way still, and be what took the id: now it is done, and can be recognised.
            return await StoredRow.ReadAllAsync(command, cancellationToken).ConfigureAwait(false);
        }
    }
}
