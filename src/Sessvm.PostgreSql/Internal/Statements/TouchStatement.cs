using Npgsql;
using NpgsqlTypes;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Writes many marks. Those whose row another transaction holds are written on their own, so that they hold up no others.</summary>
internal sealed class TouchStatement(Database database)
{
    private const int MostAtOnce = 1_000;

    private readonly string _sql = $"SELECT {database.Schema}.touch_sessions($1, $2, $3, $4, $5)";

    internal async Task<bool> RunAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        var held = new List<SessionMark>();
        foreach (SessionMark[] some in marks.OrderBy(static mark => mark.Id).Chunk(MostAtOnce))
        {
            int[] places = await database.RunAsync((some, patient: false), TouchAsync, cancellationToken).ConfigureAwait(false);
            held.AddRange(places.Select(place => some[place - 1]));
        }

        foreach (IGrouping<Tokens.SessionId, SessionMark> row in held.GroupBy(static mark => mark.Id))
        {
            await database.RunAsync((row.ToArray(), patient: true), TouchAsync, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private async Task<int[]> TouchAsync(
        NpgsqlConnection connection, (SessionMark[] Marks, bool Patient) of, bool again, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _sql);
        NpgsqlParameterCollection parameters = command.Parameters;
        parameters.AddArray(NpgsqlDbType.Bytea, of.Marks, static mark => mark.Id.ToByteArray());
        parameters.AddArray(NpgsqlDbType.Bigint, of.Marks, static mark => (long)mark.Generation);
        parameters.AddArray(NpgsqlDbType.Bigint, of.Marks, static mark => mark.SeenAt?.ToUnixTimeMilliseconds());
        parameters.AddArray(NpgsqlDbType.Bigint, of.Marks, static mark => mark.LastSeenAt?.ToUnixTimeMilliseconds());
        parameters.AddOne(NpgsqlDbType.Boolean, of.Patient);
        return (int[])(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }
}
