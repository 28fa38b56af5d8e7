using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

public sealed class OutageTests(OwnServer own) : IClassFixture<OwnServer>
{
    private readonly PostgresServer _server = own.Server;
    private readonly PostgreSqlStoreOptions _options = new()
    {
        ConnectionString = own.Server.ConnectionString,
        CommandTimeout = TimeSpan.FromSeconds(1),
        RetryFor = TimeSpan.FromSeconds(1),
    };

    [Fact]
    public async Task A_server_that_is_down_is_told_and_the_store_goes_on_once_it_is_back()
    {
        await using var store = new PostgreSqlSessionStore(_options);
        await using var log = new PostgreSqlRevocationLog(_options);
        int recoveries = 0;
        store.Recovered += () => Interlocked.Increment(ref recoveries);
        SessionRow row = await store.AddedAsync();
        await log.ReadAsync(null, 10, CancellationToken.None);
        await _server.KillAsync();
        Task[] calls = [.. Calls(store, log, row).Select(static call => call())];
        foreach (Task call in calls)
        {
            SessionStoreException trouble = await Should.ThrowAsync<SessionStoreException>(() => call);
            trouble.InnerException.ShouldNotBeNull();
        }

        await _server.StartAgainAsync();
        (await store.HasAsync(row)).ShouldBeTrue();
        (await store.ExchangeAsync(row)).ShouldBe(UpdateOutcome.Updated);
        recoveries.ShouldBe(1); // R5: what nodes remember is written again
        await log.AppendAsync([Notice(row)], CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_is_made_while_the_server_is_down_works_once_it_is_there()
    {
        await _server.KillAsync();
        await using var store = new PostgreSqlSessionStore(_options);
        await Should.ThrowAsync<SessionStoreException>(() => store.OpenAsync(CancellationToken.None).AsTask());
        await _server.StartAgainAsync();
        (await store.HasAsync(await store.AddedAsync())).ShouldBeTrue();
    }

    [Fact]
    public async Task A_restart_within_the_bound_costs_the_caller_nothing()
    {
        await using var store = new PostgreSqlSessionStore(
            _options with { RetryFor = TimeSpan.FromMinutes(1), CommandTimeout = TimeSpan.FromMinutes(1) });
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => store.AddedAsync()));
        await _server.KillAsync();
        Task<UpdateOutcome>[] updates = [.. rows.Select(row => store.ExchangeAsync(row))];
        Task<SessionRow> add = store.AddedAsync();
        await _server.StartAgainAsync();
        (await Task.WhenAll(updates)).ShouldAllBe(static outcome => outcome == UpdateOutcome.Updated);
        (await store.HasAsync(await add)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_server_that_is_frozen_is_told_in_time_and_the_store_goes_on_once_it_wakes()
    {
        await using var store = new PostgreSqlSessionStore(_options);
        await using var log = new PostgreSqlRevocationLog(_options);
        SessionRow row = await store.AddedAsync();
        await log.ReadAsync(null, 10, CancellationToken.None);
        await _server.FreezeAsync(true);
        Task[] calls = [.. Calls(store, log, row).Concat(Calls(store, log, row)).Select(static call => call())];
        foreach (Task call in calls)
        {
            await Should.ThrowAsync<SessionStoreException>(() => call);
        }

        await _server.FreezeAsync(false);
        (await store.HasAsync(row)).ShouldBeTrue();
        await log.AppendAsync([Notice(row)], CancellationToken.None);
    }

    [Fact]
    public async Task A_read_only_server_is_told_and_written_once_it_is_not()
    {
        await using var store = new PostgreSqlSessionStore(_options);
        SessionRow row = await store.AddedAsync();
        await AlterAsync("on");
        await StoreDoors.FailsAsync(() => store.ExchangeAsync(row), "read-only");
        (await store.HasAsync(row)).ShouldBeTrue();
        await AlterAsync("off");
        (await store.ExchangeAsync(row)).ShouldBe(UpdateOutcome.Updated);
    }

    private async Task AlterAsync(string readOnly)
    {
        await using var connection = new Npgsql.NpgsqlConnection(_server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var alter = new Npgsql.NpgsqlCommand(
            $"BEGIN READ WRITE; ALTER DATABASE postgres SET default_transaction_read_only = {readOnly}; COMMIT", connection);
        await alter.ExecuteNonQueryAsync();
        await using var end = new Npgsql.NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Sessvm'", connection);
        await end.ExecuteNonQueryAsync();
    }

    private static RevocationNotice Notice(SessionRow row) => new(row.Id, 2, row.CreatedAt, null);

    private static Func<Task>[] Calls(PostgreSqlSessionStore store, PostgreSqlRevocationLog log, SessionRow row) =>
    [
        () => store.AddedAsync(),
        () => store.HasAsync(row),
        () => store.ExchangeAsync(row),
        () => store.ListAsync(row.Subject, row.CreatedAt, CancellationToken.None).AsTask(),
        () => store.EndAsync(EndTarget.One(SampleRows.Typical().Id), new SessionEnd(EndReason.Revoked, row.CreatedAt), CancellationToken.None).AsTask(),
        () => store.TouchAsync([new SessionMark(row.Id, 1, row.CreatedAt, row.CreatedAt)], CancellationToken.None).AsTask(),
        () => store.BrowseAsync(null, 10, CancellationToken.None).AsTask(),
        () => store.PurgeAsync(row.CreatedAt, 10, CancellationToken.None).AsTask(),
        () => log.AppendAsync([Notice(row)], CancellationToken.None).AsTask(),
        () => log.ReadAsync(null, 10, CancellationToken.None).AsTask(),
        () => log.TrimAsync(TimeSpan.FromHours(1), CancellationToken.None).AsTask(),
    ];
}
