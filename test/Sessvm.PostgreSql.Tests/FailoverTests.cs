using Npgsql;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

public sealed class FailoverTests
{
    [Fact]
    public async Task A_standby_that_becomes_the_primary_is_found_and_the_log_is_read_again()
    {
        await using PostgresServer primary = await PostgresServer.StartAsync();
        await using PostgresServer standby = await primary.StartStandbyAsync();
        var options = new PostgreSqlStoreOptions
        {
            ConnectionString = $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Target Session Attributes=primary;Username=postgres;Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable",
            RetryFor = TimeSpan.FromMinutes(1),
            CommandTimeout = TimeSpan.FromMinutes(1),
        };
        await using var store = new PostgreSqlSessionStore(options);
        await using var log = new PostgreSqlRevocationLog(options);
        SessionRow row = await store.AddedAsync();
        var notice = new RevocationNotice(row.Id, 2, row.CreatedAt, null);
        await log.AppendAsync([notice], CancellationToken.None);
        string cursor = (await log.ReadAsync(null, 10, CancellationToken.None)).Next;
        await UntilAsync(standby, "SELECT count(*) FROM sessvm.revocations"); // it has both by now

        await primary.KillAsync();
        Task<UpdateOutcome> exchange = store.ExchangeAsync(row);
        await UntilAsync(standby, "SELECT CASE WHEN pg_promote() THEN 1 ELSE 0 END::bigint");
        (await exchange).ShouldBe(UpdateOutcome.Updated);
        (await store.EndAsync(EndTarget.One(row.Id), new SessionEnd(EndReason.Revoked, row.CreatedAt), CancellationToken.None)).Count.ShouldBe(1);
        await StoreDoors.FailsAsync(() => log.ReadAsync(cursor, 10, CancellationToken.None).AsTask(), "another server has taken its place");
        (await log.ReadAsync(cursor, 10, CancellationToken.None)).Notices.ShouldBe([notice]);
    }

    /// <summary>Asks until the answer is at least 1.</summary>
    private static async Task UntilAsync(PostgresServer server, string question)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        while (true)
        {
            try
            {
                await using NpgsqlCommand ask = source.CreateCommand(question);
                if ((long)(await ask.ExecuteScalarAsync())! >= 1)
                {
                    return;
                }
            }
            catch (PostgresException notYet) when (notYet.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                // it follows
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
