using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Tests;

public sealed class OptionsTests(SharedServer server)
{
    private const string Secret = "kept-from-everybody";

    [Fact]
    public void Wrong_options_are_the_caller_s_mistake()
    {
        var right = new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" };
        PostgreSqlStoreOptions[] wrong =
        [
            new(),
            right with { ConnectionString = "" },
            right with { ConnectionString = "Username=nobody" },
            right with { ConnectionString = "Host=localhost;Nonsense=1" },
            right with { Schema = "" },
            right with { Schema = "Sessvm" },
            right with { Schema = "a b" },
            right with { Schema = "a;drop" },
            right with { Schema = "1a" },
            right with { Schema = "pg_a" },
            right with { Schema = new string('a', 41) },
            right with { Partitions = 1 },
            right with { Partitions = 3 },
            right with { Partitions = 256 },
            right with { Partitions = -2 },
            right with { CommandTimeout = TimeSpan.Zero },
            right with { CommandTimeout = TimeSpan.FromSeconds(1.5) },
            right with { CommandTimeout = TimeSpan.FromHours(1) },
            right with { RetryFor = TimeSpan.FromSeconds(-1) },
            right with { RetryFor = TimeSpan.FromHours(1) },
            right with { MaxConnections = 15 },
            right with { MaxConnections = 1_001 },
        ];
        foreach (PostgreSqlStoreOptions options in wrong)
        {
            Should.Throw<ArgumentException>(() => new PostgreSqlSessionStore(options), options.ToString());
            Should.Throw<ArgumentException>(() => new PostgreSqlRevocationLog(options), options.ToString());
        }

        Should.Throw<ArgumentException>(() => PostgreSqlSchema.Script(right with { Schema = "a;b" }));
    }

    [Fact]
    public async Task The_password_is_in_no_message()
    {
        var options = new PostgreSqlStoreOptions
        {
            ConnectionString = $"Host=127.0.0.1;Port=1;Username=sessions;Password={Secret};Database=app",
            RetryFor = TimeSpan.Zero,
        };
        options.ToString().ShouldNotContain(Secret);
        await using var store = new PostgreSqlSessionStore(options);
        SessionStoreException trouble = await StoreDoors.FailsAsync(() => store.AddedAsync(), "'app' at 127.0.0.1:1");
        trouble.ToString().ShouldNotContain(Secret);

        // A semicolon in a password that is not quoted makes the rest of it a keyword.
        ArgumentException wrong = Should.Throw<ArgumentException>(
            () => new PostgreSqlSessionStore(options with { ConnectionString = $"Host=a;Password=x;{Secret}=y" }));
        wrong.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_data_source_of_the_application_s_own_is_used_and_left_open()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        var options = server.NewSchema() with { ConnectionString = null, DataSource = source };
        await using (var store = new PostgreSqlSessionStore(options))
        {
            (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
        }

        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        connection.State.ShouldBe(System.Data.ConnectionState.Open);
    }

    [Fact]
    public async Task Store_and_log_of_one_builder_share_their_connections_and_close_them_together()
    {
        var builder = new Builder();
        builder.UsePostgreSql(server.NewSchema()).ShouldBeSameAs(builder);
        var services = new NoServices();
        var store = (PostgreSqlSessionStore)builder.Store!(services);
        var log = (PostgreSqlRevocationLog)builder.Log!(services);
        SessionRow row = await store.AddedAsync();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await log.AppendAsync([new RevocationNotice(row.Id, 2, row.CreatedAt, null)], CancellationToken.None);
        await log.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => log.ReadAsync(null, 1, CancellationToken.None).AsTask());
        await Should.ThrowAsync<ObjectDisposedException>(() => store.HasAsync(row));
        await using var again = (PostgreSqlSessionStore)builder.Store(services);
        (await again.HasAsync(row)).ShouldBeTrue();
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class Builder : ISessionStoreBuilder
    {
        public Func<IServiceProvider, ISessionStore>? Store { get; private set; }

        public Func<IServiceProvider, IRevocationLog>? Log { get; private set; }

        public void SetStore(Func<IServiceProvider, ISessionStore> create) => Store = create;

        public void SetLog(Func<IServiceProvider, IRevocationLog> create) => Log = create;
    }
}
