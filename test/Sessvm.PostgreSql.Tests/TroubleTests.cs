using Npgsql;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Tests;

public sealed class TroubleTests(SharedServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SampleRows.Start;

    private readonly PostgreSqlStoreOptions _options = server.NewSchema() with { CommandTimeout = TimeSpan.FromSeconds(2), RetryFor = TimeSpan.FromSeconds(2) };
    private PostgreSqlSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new PostgreSqlSessionStore(_options);
        await _store.OpenAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_row_that_somebody_holds_holds_up_no_others()
    {
        await using var store = new PostgreSqlSessionStore(_options with { CommandTimeout = TimeSpan.FromMinutes(2) });
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => store.AddedAsync()));
        SessionRow held = rows[7];
        await using Holder holder = await HoldAsync(held.Id);
        Task<UpdateOutcome>[] updates = [.. rows.Select(row => store.ExchangeAsync(row))];
        Task marks = store.TouchAsync([.. rows.Select(static row => new SessionMark(row.Id, 1, null, Start.AddDays(1)))], CancellationToken.None).AsTask();
        foreach (SessionRow row in rows.Where(row => row != held))
        {
            (await updates[Array.IndexOf(rows, row)]).ShouldBe(UpdateOutcome.Updated);
        }

        updates[7].IsCompleted.ShouldBeFalse();
        marks.IsCompleted.ShouldBeFalse();
        (await store.FindAsync(held.Id, CancellationToken.None)).ShouldNotBeNull();
        await holder.LetGoAsync();
        (await updates[7]).ShouldBe(UpdateOutcome.Updated);
        await marks;
        foreach (SessionRow row in rows)
        {
            (await store.FindAsync(row.Id, CancellationToken.None))!.LastSeenAt.ShouldBe(Start.AddDays(1));
        }
    }

    [Fact]
    public async Task A_row_that_is_held_for_too_long_is_told_in_time_and_can_be_updated_afterwards()
    {
        SessionRow row = await _store.AddedAsync();
        await using (Holder holder = await HoldAsync(row.Id))
        {
            await StoreDoors.FailsAsync(() => _store.ExchangeAsync(row), "holds a row for long");
            await StoreDoors.FailsAsync(
                () => _store.EndAsync(EndTarget.One(row.Id), new SessionEnd(EndReason.Revoked, Start), CancellationToken.None).AsTask(),
                "holds a row for long");
        }

        (await _store.ExchangeAsync(row)).ShouldBe(UpdateOutcome.Updated);
    }

    [Fact]
    public async Task Purging_waits_for_nobody_and_removes_what_was_held_in_a_later_pass()
    {
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _store.AddedAsync()));
        DateTimeOffset later = rows[0].Deadline.AddDays(1);
        await using (Holder holder = await HoldAsync(rows[2].Id))
        {
            (await _store.PurgeAsync(later, 100, CancellationToken.None)).Removed.ShouldBe(4);
        }

        (await _store.PurgeAsync(later, 100, CancellationToken.None)).Removed.ShouldBe(1);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_its_own_operations_only()
    {
        SessionRow[] rows = [await _store.AddedAsync(SampleRows.Typical("alice")), await _store.AddedAsync(SampleRows.Typical("alice")), await _store.AddedAsync()];
        SessionRow bad = rows[0];
        await server.ExecuteAsync($"UPDATE {_options.Schema}.sessions SET body = '\\x01ffff' WHERE id = '\\x{Convert.ToHexString(bad.Id.ToByteArray())}'");
        Task<bool>[] finds = [.. rows.Select(row => _store.HasAsync(row))];
        (await Should.ThrowAsync<SessionStoreException>(() => finds[0])).Message.ShouldContain(bad.Id.ToString());
        (await finds[1]).ShouldBeTrue();
        (await finds[2]).ShouldBeTrue();

        // The server ends rows without reading them; those that can be told of are.
        IReadOnlyList<SessionRow> ended = await _store.EndAsync(
            EndTarget.OfSubject("alice"), new SessionEnd(EndReason.Revoked, Start), CancellationToken.None);
        ended.Select(static row => row.Id).ShouldBe([rows[1].Id]);
        (await server.ExecuteAsync<long>($"SELECT count(*) FROM {_options.Schema}.sessions WHERE end_reason = 2")).ShouldBe(2);
        (await _store.PurgeAsync(bad.Deadline.AddDays(1), 100, CancellationToken.None)).Removed.ShouldBe(3);
    }

    [Fact]
    public async Task An_update_that_the_database_refuses_fails_alone()
    {
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _store.AddedAsync()));
        SessionRow poison = rows[11];
        await server.ExecuteAsync($"""
            CREATE FUNCTION {_options.Schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$;
            CREATE TRIGGER poison BEFORE UPDATE ON {_options.Schema}.sessions FOR EACH ROW
            WHEN (NEW.id = '\x{Convert.ToHexString(poison.Id.ToByteArray())}') EXECUTE FUNCTION {_options.Schema}.refuse()
            """);
        Task<UpdateOutcome>[] updates = [.. rows.Select(row => _store.ExchangeAsync(row))];
        await StoreDoors.FailsAsync(() => updates[11], "refused");
        for (int i = 0; i < rows.Length; i++)
        {
            if (i != 11)
            {
                (await updates[i]).ShouldBe(UpdateOutcome.Updated);
            }
        }
    }

    [Fact]
    public async Task A_connection_that_the_server_closes_costs_the_caller_nothing()
    {
        await using var store = new PostgreSqlSessionStore(
            _options with { ConnectionString = $"{server.ConnectionString};Application Name={_options.Schema}" });
        SessionRow row = await store.AddedAsync();
        for (int i = 0; i < 5; i++)
        {
            await server.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{_options.Schema}'");
            SessionRow next = SampleRows.Exchanged(row);
            (await store.UpdateAsync(next, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
            row = next;
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_leaves_the_others_alone()
    {
        SessionRow[] rows = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _store.AddedAsync()));
        await using Holder holder = await HoldAsync(rows[0].Id);
        using var cancel = new CancellationTokenSource();
        Task<UpdateOutcome> given = _store.UpdateAsync(SampleRows.Exchanged(rows[0]), rows[0].Version, cancel.Token).AsTask();
        Task<UpdateOutcome> other = _store.ExchangeAsync(rows[1]);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);
        (await other).ShouldBe(UpdateOutcome.Updated);
    }

    private async Task<Holder> HoldAsync(SessionId id)
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT 1 FROM {_options.Schema}.sessions WHERE id = $1 FOR UPDATE", connection);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = id.ToByteArray() });
        (await command.ExecuteScalarAsync()).ShouldBe(1);
        return new Holder(connection, transaction);
    }

    /// <summary>A transaction that holds a row.</summary>
    private sealed record Holder(NpgsqlConnection Connection, NpgsqlTransaction Transaction) : IAsyncDisposable
    {
        internal Task LetGoAsync() => Transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await Transaction.DisposeAsync();
            await Connection.DisposeAsync();
        }
    }
}
