using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Redis.Internal;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>The limit: bare GETs of the sessions' own keys, by a connection of its own.</summary>
internal sealed class RedisGets : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly RedisKey[] _keys;

    private RedisGets(ConnectionMultiplexer connection, IEnumerable<SessionId> sessions)
    {
        _connection = connection;
        _database = connection.GetDatabase();
        var keys = new ShardKeys("sv");
        _keys = [.. sessions.Select(keys.Session)];
    }

    public static async Task<RedisGets> OpenAsync(string address, IEnumerable<SessionId> sessions) =>
        new(await ConnectionMultiplexer.ConnectAsync(address), sessions);

    /// <summary>Gets each of them, and says how many.</summary>
    public async Task<int> PassAsync(int atOnce)
    {
        await Crew.RunAsync(_keys.Length, atOnce, async item =>
        {
            if ((await _database.StringGetAsync(_keys[item])).IsNull)
            {
                throw new InvalidOperationException("A session is not there.");
            }
        });
        return _keys.Length;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
