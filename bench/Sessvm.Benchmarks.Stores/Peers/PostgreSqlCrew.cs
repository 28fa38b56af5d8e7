using Npgsql;
using NpgsqlTypes;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>Connections that each have the same statements prepared, for callers who each use one of them.</summary>
internal sealed class PostgreSqlCrew : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly List<NpgsqlConnection> _connections = [];
    private readonly List<NpgsqlCommand[]> _commands = [];

    private PostgreSqlCrew(NpgsqlDataSource source) => _source = source;

    public int Size => _connections.Count;

    public NpgsqlConnection First => _connections[0];

    /// <summary>The statements of one of the crew.</summary>
    public NpgsqlCommand[] this[int one] => _commands[one];

    public static async Task<PostgreSqlCrew> OpenAsync(string connectionString, int size, params (string Text, NpgsqlDbType[] Types)[] statements)
    {
        var crew = new PostgreSqlCrew(NpgsqlDataSource.Create($"{connectionString};Maximum Pool Size={size};No Reset On Close=true"));
        for (int one = 0; one < size; one++)
        {
            NpgsqlConnection connection = await crew._source.OpenConnectionAsync();
            crew._connections.Add(connection);
            var commands = new NpgsqlCommand[statements.Length];
            for (int place = 0; place < commands.Length; place++)
            {
                commands[place] = await PrepareAsync(connection, statements[place].Text, statements[place].Types);
            }

            crew._commands.Add(commands);
        }

        return crew;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlCommand command in _commands.SelectMany(static commands => commands))
        {
            await command.DisposeAsync();
        }

        foreach (NpgsqlConnection connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _source.DisposeAsync();
    }

    private static async Task<NpgsqlCommand> PrepareAsync(NpgsqlConnection connection, string text, NpgsqlDbType[] types)
    {
        var command = new NpgsqlCommand(text, connection);
        foreach (NpgsqlDbType type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        await command.PrepareAsync();
        return command;
    }
}
