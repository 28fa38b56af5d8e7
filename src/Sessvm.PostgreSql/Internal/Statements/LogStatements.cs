using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Appends to the log, reads it and trims it.</summary>
internal sealed class LogStatements(Database database)
{
    private const int TrimmedAtOnce = 5_000;

    private long _server;

    // The wake-up goes with the commit of what it is about, in the same round trip.
    private readonly string _append =
        $"""
        WITH added AS (
            INSERT INTO {database.Schema}.revocations (notice)
            SELECT n.notice FROM unnest($1) WITH ORDINALITY AS n (notice, place) ORDER BY n.place
            RETURNING 1
        )
        SELECT pg_notify('{NoticeListener.ChannelOf(database.Schema)}', '') FROM (SELECT count(*) FROM added) AS all_of_them
        """;

    private readonly string _read =
        $"""
        SELECT server, snapshot::text, known, xid::text, seq, notice
        FROM {database.Schema}.read_revocations($1, $2::text::pg_snapshot, $3::text::pg_snapshot, $4::text::xid8, $5, $6)
        """;

    private readonly string _trim =
        $"""
        DELETE FROM {database.Schema}.revocations WHERE (xid, seq) IN (
            SELECT xid, seq FROM {database.Schema}.revocations
            WHERE at < clock_timestamp() - $1 ORDER BY at LIMIT {TrimmedAtOnce} FOR UPDATE SKIP LOCKED)
        """;

    internal Task<bool> AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken) => database.RunAsync(
        notices,
        async (connection, notices, _, cancelled) =>
        {
            await using NpgsqlCommand command = database.Command(connection, _append);
            command.Parameters.AddArray(NpgsqlDbType.Bytea, notices, static notice => RevocationNoticeCodec.Encode(notice));
            await command.ExecuteNonQueryAsync(cancelled).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    internal Task<RevocationLogPage> ReadAsync(LogCursor? after, int limit, CancellationToken cancellationToken) => database.RunAsync(
        (after, limit),
        (connection, of, _, cancelled) => ReadAsync(connection, of.after, of.limit, cancelled),
        cancellationToken);

    internal async Task<bool> TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        int removed;
        do
        {
            removed = await database.RunAsync(
                keep,
                async (connection, keep, _, cancelled) =>
                {
                    await using NpgsqlCommand command = database.Command(connection, _trim);
                    command.Parameters.AddOne(NpgsqlDbType.Interval, keep);
                    return await command.ExecuteNonQueryAsync(cancelled).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        while (removed == TrimmedAtOnce);
        return true;
    }

    private async Task<RevocationLogPage> ReadAsync(NpgsqlConnection connection, LogCursor? after, int limit, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _read);
        NpgsqlParameterCollection parameters = command.Parameters;
        parameters.AddOne(NpgsqlDbType.Bigint, after?.Server);
        parameters.AddOne(NpgsqlDbType.Text, after?.Seen);
        parameters.AddOne(NpgsqlDbType.Text, after?.Until);
        parameters.AddOne(NpgsqlDbType.Text, (after?.Xid ?? 0).ToString(CultureInfo.InvariantCulture));
        parameters.AddOne(NpgsqlDbType.Bigint, after?.Seq ?? 0);
        parameters.AddOne(NpgsqlDbType.Integer, limit + 1);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        long server = reader.GetInt64(0);
        ThrowIfReplaced(server);
        string snapshot = reader.GetString(1);
        LogCursor cursor = after is { } known && reader.GetBoolean(2) ? known : new LogCursor(server, null);

        var notices = new List<RevocationNotice>();
        LogCursor? within = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (notices.Count == limit)
            {
                return new RevocationLogPage(notices, within!.ToString(), More: true);
            }

            notices.Add(RevocationNoticeCodec.Decode(reader.GetFieldValue<byte[]>(5)));
            if (notices.Count == limit)
            {
                ulong xid = ulong.Parse(reader.GetString(3), CultureInfo.InvariantCulture);
                within = cursor with { Until = cursor.Until ?? snapshot, Xid = xid, Seq = reader.GetInt64(4) };
            }
        }

        // A series ends with what its first page could see: what was appended since is read at once by a reading of its own.
        return new RevocationLogPage(notices, new LogCursor(server, cursor.Until ?? snapshot).ToString(), More: cursor.Until is not null);
    }

    /// <summary>
    /// Another server, or the same in another life, may have lost what was appended last. It is told once, as trouble, so that
    /// whoever follows the log reads all of it again and tells again what is missing (R5); the next reading just reads.
    /// </summary>
    private void ThrowIfReplaced(long server)
    {
        long known = Interlocked.Exchange(ref _server, server);
        if (known != 0 && known != server)
        {
            throw new SessionStoreException(
                $"The session database {database.Server} was restarted, or another server has taken its place: the revocation log is to be read again from its beginning.");
        }
    }
}
