using Npgsql;
using Sessvm.PostgreSql.Internal;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.PostgreSql.Tests;

public sealed class SchemaTests(SharedServer server)
{
    [Fact]
    public async Task Ten_nodes_that_start_at_once_make_one_schema()
    {
        PostgreSqlStoreOptions options = server.NewSchema() with { Partitions = 4 };
        PostgreSqlSessionStore[] nodes = [.. Enumerable.Range(0, 10).Select(_ => new PostgreSqlSessionStore(options))];
        SessionRow[] rows = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.AddedAsync())));
        foreach (SessionRow row in rows)
        {
            (await nodes[0].HasAsync(row)).ShouldBeTrue();
        }

        (await server.ExecuteAsync<long>($"SELECT count(*) FROM {options.Schema}.schema_version")).ShouldBe(SchemaSteps.All.Count);
        foreach (PostgreSqlSessionStore node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_script_makes_what_the_store_makes_and_may_be_run_again()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        await server.ExecuteAsync(PostgreSqlSchema.Script(options));
        await server.ExecuteAsync(PostgreSqlSchema.Script(options));
        await using var store = new PostgreSqlSessionStore(options with { CreateSchema = false });
        (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_schema_is_told_where_the_store_may_not_make_it()
    {
        await using var store = new PostgreSqlSessionStore(server.NewSchema() with { CreateSchema = false });
        await StoreDoors.FailsAsync(() => store.AddedAsync(), "Run the script of PostgreSqlSchema.Script");
    }

    [Fact]
    public async Task A_role_that_may_only_use_the_schema_uses_it_and_cannot_make_one()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        string role = $"{options.Schema}_node";
        await server.ExecuteAsync($"CREATE ROLE {role} LOGIN; REVOKE CREATE ON DATABASE postgres FROM PUBLIC");
        PostgreSqlStoreOptions asNode = options with { ConnectionString = options.ConnectionString!.Replace("Username=postgres", $"Username={role}") };
        await using (var early = new PostgreSqlSessionStore(asNode))
        {
            await StoreDoors.FailsAsync(() => early.AddedAsync(), "CREATE on the database");
        }

        await server.ExecuteAsync(PostgreSqlSchema.Script(options));
        await using (var stranger = new PostgreSqlSessionStore(asNode))
        {
            await StoreDoors.FailsAsync(() => stranger.AddedAsync(), $"USAGE on the schema \"{options.Schema}\"");
        }

        await server.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA {options.Schema} TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {options.Schema} TO {role}
            """);
        await using var store = new PostgreSqlSessionStore(asNode);
        SessionRow row = await store.AddedAsync();
        (await store.ExchangeAsync(row)).ShouldBe(UpdateOutcome.Updated);
        (await store.EndAsync(EndTarget.OfFamily(row.Id), new SessionEnd(EndReason.Revoked, SampleRows.Start), CancellationToken.None)).Count.ShouldBe(1);
        (await store.PurgeAsync(row.Deadline.AddDays(1), 10, CancellationToken.None)).Removed.ShouldBe(1);
        await using var log = new PostgreSqlRevocationLog(asNode);
        await log.AppendAsync([new(row.Id, 2, SampleRows.Start, null)], CancellationToken.None);
        (await log.ReadAsync(null, 10, CancellationToken.None)).Notices.Count.ShouldBe(1);
        await log.TrimAsync(TimeSpan.Zero, CancellationToken.None);
    }

    [Fact]
    public async Task A_schema_that_only_newer_nodes_understand_is_left_alone()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        await server.ExecuteAsync(PostgreSqlSchema.Script(options));
        await server.ExecuteAsync($"INSERT INTO {options.Schema}.schema_version (version, oldest) VALUES (98, 1)");
        await using (var store = new PostgreSqlSessionStore(options))
        {
            await store.AddedAsync(); // a newer one that says it is compatible
        }

        await server.ExecuteAsync($"INSERT INTO {options.Schema}.schema_version (version, oldest) VALUES (99, 99)");
        await using var older = new PostgreSqlSessionStore(options);
        await StoreDoors.FailsAsync(() => older.AddedAsync(), "Upgrade this node");
    }

    [Fact]
    public async Task An_earlier_schema_takes_the_steps_it_lacks_once()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        var check = new SchemaCheck(options, "here");
        await check.RunAsync(connection, SchemaSteps.All, CancellationToken.None);
        SchemaStep[] steps = [.. SchemaSteps.All, new(1, "CREATE TABLE {schema}.more (id integer);")];
        await check.RunAsync(connection, steps, CancellationToken.None);
        await check.RunAsync(connection, steps, CancellationToken.None);
        (await server.ExecuteAsync<int>($"SELECT max(version) FROM {options.Schema}.schema_version")).ShouldBe(steps.Length);
        await server.ExecuteAsync($"SELECT * FROM {options.Schema}.more");
    }

    [Fact]
    public async Task A_step_that_fails_leaves_the_schema_as_it_was()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        var check = new SchemaCheck(options, "here");
        await check.RunAsync(connection, SchemaSteps.All, CancellationToken.None);
        SchemaStep[] steps = [.. SchemaSteps.All, new(1, "CREATE TABLE {schema}.more (id integer); SELECT 1/0;")];
        await Should.ThrowAsync<PostgresException>(() => check.RunAsync(connection, steps, CancellationToken.None));
        (await server.ExecuteAsync<int>($"SELECT max(version) FROM {options.Schema}.schema_version")).ShouldBe(SchemaSteps.All.Count);
        (await server.ExecuteAsync<bool>($"SELECT to_regclass('{options.Schema}.more') IS NULL")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_subject_s_rows_lie_in_one_partition_and_all_partitions_are_used()
    {
        PostgreSqlStoreOptions options = server.NewSchema() with { Partitions = 8 };
        await using var store = new PostgreSqlSessionStore(options);
        for (int i = 0; i < 200; i++)
        {
            await store.AddedAsync(SampleRows.Typical($"user-{i / 2}"));
        }

        (await server.ExecuteAsync<long>($"SELECT count(DISTINCT tableoid) FROM {options.Schema}.sessions")).ShouldBe(8);
        (await server.ExecuteAsync<long>(
            $"SELECT count(*) FROM (SELECT subject FROM {options.Schema}.sessions GROUP BY subject HAVING count(DISTINCT tableoid) > 1) astray")).ShouldBe(0);
    }

    [Fact]
    public async Task Updates_and_marks_stay_on_their_page()
    {
        PostgreSqlStoreOptions options = server.NewSchema();
        await using (var store = new PostgreSqlSessionStore(options))
        {
            SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => store.AddedAsync()));
            for (int round = 0; round < 3; round++)
            {
                SessionRow[] before = rows;
                rows = [.. before.Select(SampleRows.Exchanged)];
                await Task.WhenAll(rows.Zip(before, (next, last) => store.UpdateAsync(next, last.Version, CancellationToken.None).AsTask()));
                await store.TouchAsync(
                    [.. rows.Select(row => new SessionMark(row.Id, row.Access.Generation, SampleRows.Start, row.LastSeenAt.AddSeconds(1)))],
                    CancellationToken.None);
            }
        }

        // The server counts when a connection ends, or at its leisure.
        const string Counted = "SELECT n_tup_upd FROM pg_stat_user_tables WHERE schemaname = '{0}' AND relname = 'sessions'";
        while (await server.ExecuteAsync<long>(Counted.Replace("{0}", options.Schema)) < 12_000)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        long onPage = await server.ExecuteAsync<long>(Counted.Replace("n_tup_upd", "n_tup_hot_upd").Replace("{0}", options.Schema));
        onPage.ShouldBeGreaterThan(12_000 / 2); // with an index on a column that changes it would be none
    }
}
