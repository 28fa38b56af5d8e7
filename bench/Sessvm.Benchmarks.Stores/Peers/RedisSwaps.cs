using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Redis.Internal;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Benchmarks.Stores.Peers;

/// <summary>
/// The least that an exchange could be on Redis: a read, and a script that compares a version and sets, with no session around them. It
/// writes what lies there already, so that the rows stay good.
/// </summary>
internal sealed class RedisSwaps : IAsyncDisposable
{
    private const int UnderWay = 2; // as the store has it: one that the server works at, and one behind it
    private const int VersionPlace = 1;
    private const int VersionSize = 8;

    private const string Swap = """
        for place = 1, #KEYS do
          local stored = redis.call('GET', KEYS[place])
          if not stored or string.sub(stored, 2, 9) ~= ARGV[3 * place - 2] then return 0 end
          redis.call('SET', KEYS[place], ARGV[3 * place - 1], 'PX', ARGV[3 * place])
        end
        return 1
        """;

    private static readonly RedisValue Lifetime = (long)TimeSpan.FromDays(1).TotalMilliseconds;

    private readonly ConnectionMultiplexer _connection;
    private readonly IDatabase _database;
    private readonly RedisKey[] _keys;
    private readonly byte[] _swap;

    private RedisSwaps(ConnectionMultiplexer connection, RedisKey[] keys, byte[] swap)
    {
        _connection = connection;
        _database = connection.GetDatabase();
        _keys = keys;
        _swap = swap;
    }

    public static async Task<RedisSwaps> OpenAsync(string address, IEnumerable<SessionId> sessions)
    {
        ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(address);
        var keys = new ShardKeys("sv");
        return new(connection, [.. sessions.Select(keys.Session)], await connection.GetServer(address).ScriptLoadAsync(Swap));
    }

    /// <summary>Reads and swaps each of them by itself, and says how many.</summary>
    public async Task<int> PassAsync(int atOnce)
    {
        await Crew.RunAsync(_keys.Length, atOnce, async item => await SwapAsync([_keys[item]], [await _database.StringGetAsync(_keys[item])]));
        return _keys.Length;
    }

    /// <summary>Reads and swaps them in as few commands as so many callers allow, with nobody to be answered one by one.</summary>
    public async Task<int> PassTogetherAsync(int atOnce)
    {
        RedisKey[][] batches = [.. _keys.Chunk(atOnce / UnderWay)];
        await Crew.RunAsync(batches.Length, UnderWay, async item => await SwapAsync(batches[item], await _database.StringGetAsync(batches[item])));
        return _keys.Length;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask SwapAsync(RedisKey[] keys, RedisValue[] rows)
    {
        RedisValue[] arguments = [.. rows.SelectMany(static row => (RedisValue[])[((ReadOnlyMemory<byte>)row).Slice(VersionPlace, VersionSize), row, Lifetime])];
        if ((int)await _database.ScriptEvaluateAsync(_swap, keys, arguments) != 1)
        {
            throw new InvalidOperationException("A session was not swapped.");
        }
    }
}
