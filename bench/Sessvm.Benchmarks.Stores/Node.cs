using Microsoft.Extensions.DependencyInjection;
using Sessvm.PostgreSql;
using Sessvm.Redis;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Sqlite;
using Sessvm.Stores;

namespace Sessvm.Benchmarks.Stores;

/// <summary>A node: a service with its own connections to a store and a log, put together as an application's builder does it.</summary>
internal sealed class Node : IAsyncDisposable
{
    private Node(Parts parts, MovedClock clock, bool hears)
    {
        Clock = clock;
        Store = parts.Store!;
        Log = parts.Log!;
        Feed = hears ? new LogRevocationFeed(Log, time: clock) : null;
        Service = new SessionService(Setup(Store, clock) with { Feed = Feed });
    }

    public MovedClock Clock { get; }

    public ISessionStore Store { get; }

    public IRevocationLog Log { get; }

    /// <summary>The feed over the log; <see langword="null"/> for a node that is alone.</summary>
    public LogRevocationFeed? Feed { get; }

    public SessionService Service { get; }

    public static Node Sqlite(string path, SqliteDurability durability, MovedClock clock) =>
        Make(new Parts().UseSqlite(new SqliteStoreOptions { Path = path, Durability = durability }), clock, hears: false);

    public static Node Redis(string address, MovedClock clock, bool hears = false) =>
        Make(new Parts().UseRedis(new RedisStoreOptions { ConnectionString = address }), clock, hears);

    public static Node PostgreSql(string connectionString, MovedClock clock, bool hears = false) =>
        Make(new Parts().UsePostgreSql(new PostgreSqlStoreOptions { ConnectionString = connectionString }), clock, hears);

    /// <summary>The parts of a service, with deadlines so long that a clock which runs ahead ends no session.</summary>
    public static SessionSetup Setup(ISessionStore store, TimeProvider time) => new()
    {
        Keys = Scene.Keys(),
        Store = store,
        Time = time,
        Options = new SessionOptions { AbsoluteTimeout = TimeSpan.FromDays(3650), IdleTimeout = TimeSpan.FromDays(3650) },
    };

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (Feed is not null)
        {
            await Feed.DisposeAsync();
        }

        await ((IAsyncDisposable)Log).DisposeAsync();
        await ((IAsyncDisposable)Store).DisposeAsync();
    }

    private static Node Make(Parts parts, MovedClock clock, bool hears) => new(parts, clock, hears);

    /// <summary>What a store's package hangs its <c>Use…</c> on: store and log share their connections, as in an application.</summary>
    private sealed class Parts : ISessionStoreBuilder, IServiceProvider
    {
        public ISessionStore? Store { get; private set; }

        public IRevocationLog? Log { get; private set; }

        public void SetStore(Func<IServiceProvider, ISessionStore> create) => Store = create(this);

        public void SetLog(Func<IServiceProvider, IRevocationLog> create) => Log = create(this);

        public object? GetService(Type serviceType) => null;
    }
}
