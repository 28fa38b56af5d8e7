using Microsoft.Data.Sqlite;
using Sessvm.AspNetCore;
using Sessvm.PostgreSql;
using Sessvm.Redis;
using Sessvm.Sqlite;

namespace Sessvm.Demo.Setup;

/// <summary>
/// Chooses the store: <c>--Store memory|sqlite|postgres|redis --ConnectionString …</c>; and, with
/// <c>--LogConnectionString …</c>, another way to the log that carries ends, of the same kind as the store.
/// </summary>
internal static class DemoStore
{
    /// <summary>The name of the store, for people. No connection string is in it, as that may hold a password.</summary>
    public static string Choose(SessvmBuilder sessvm, IConfiguration configuration, string directory)
    {
        string? connection = configuration["ConnectionString"] ?? configuration["Sessvm:ConnectionString"];
        string? log = configuration["LogConnectionString"];
        string store = configuration["Store"] ?? configuration["Sessvm:Store"] ?? "sqlite";
        switch (store.ToLowerInvariant())
        {
            case "memory":
                sessvm.UseStore(_ => new Stores.Memory.MemorySessionStore());
                return "memory, gone when the demo stops";
            case "sqlite":
                connection ??= $"Data Source={Path.Combine(directory, "sessvm-demo.db")}";
                sessvm.UseSqlite(new SqliteStoreOptions { ConnectionString = connection });
                return $"SQLite, {new SqliteConnectionStringBuilder(connection).DataSource}";
            case "postgres" or "postgresql":
                sessvm.UsePostgreSql(connection ?? "Host=127.0.0.1;Database=sessvm;Username=sessvm");
                if (log is not null)
                {
                    sessvm.UseLog(_ => new PostgreSqlRevocationLog(new PostgreSqlStoreOptions { ConnectionString = log }));
                }

                return "PostgreSQL";
            case "redis":
                sessvm.UseRedis(connection ?? "127.0.0.1:6379");
                if (log is not null)
                {
                    sessvm.UseLog(_ => new RedisRevocationLog(new RedisStoreOptions { ConnectionString = log }));
                }

                return "Redis";
            default:
                throw new ArgumentException($"Store is {store}; allowed is memory, sqlite, postgres or redis.");
        }
    }
}
