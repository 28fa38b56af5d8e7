using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.KeyValue.Tests;

public sealed class TroubleTests
{
    [Fact]
    public async Task While_the_server_is_away_or_frozen_the_store_says_so_and_goes_on_once_it_is_back()
    {
        await using var server = new NatsServer();
        await server.StartAsync();
        await using Client client = await Client.OpenAsync(server.Url, "sessions");
        KeyValueSessionStore store = client.Store;
        SessionRow row = SampleRows.Typical();
        await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None);

        await server.SignalAsync("STOP");
        await Should.ThrowAsync<SessionStoreException>(async () => await store.FindAsync(row.Id, CancellationToken.None));
        await server.SignalAsync("CONT");
        await ReadAgainAsync(store, row.Id);

        await server.KillAsync();
        await Should.ThrowAsync<SessionStoreException>(async () => await store.FindAsync(row.Id, CancellationToken.None));
        await Should.ThrowAsync<SessionStoreException>(async () => await store.FindAsync(row.Id, CancellationToken.None)); // disconnected by now
        await server.StartAsync();
        await ReadAgainAsync(store, row.Id);
    }

    [Fact]
    public async Task A_feed_knows_that_it_does_not_hear_and_hears_what_it_missed_when_the_server_is_back()
    {
        await using var server = new NatsServer();
        await server.StartAsync();
        await using Client here = await Client.OpenAsync(server.Url, "sessions");
        await using Client there = await Client.OpenAsync(server.Url, "sessions");
        await using var feed = new LogRevocationFeed(new KeyValueRevocationLog(here.Port));
        await using var other = new LogRevocationFeed(new KeyValueRevocationLog(there.Port));
        var heard = new System.Collections.Concurrent.ConcurrentDictionary<SessionId, bool>();
        feed.Heard += notice => heard[notice.Session] = true;
        await feed.StartAsync(CancellationToken.None);
        await other.StartAsync(CancellationToken.None);
        feed.IsCurrent.ShouldBeTrue();

        await server.KillAsync();
        await UntilAsync(() => !feed.IsCurrent);
        var late = new RevocationNotice(SessionId.Create("alice"), RevocationNotice.Everything, SampleRows.Start, EndReason.Revoked);
        await Should.ThrowAsync<SessionStoreException>(async () => await other.PublishAsync([late], CancellationToken.None));

        await server.StartAsync();
        await UntilAsync(() => heard.ContainsKey(late.Session) && feed.IsCurrent);
    }

    private static async Task ReadAgainAsync(KeyValueSessionStore store, SessionId id)
    {
        SessionRow? row = null;
        await UntilAsync(async () =>
        {
            try
            {
                row = await store.FindAsync(id, CancellationToken.None);
                return true;
            }
            catch (SessionStoreException)
            {
                return false; // not connected again yet
            }
        });
        row.ShouldNotBeNull();
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (int tries = 0; !await condition(); tries++)
        {
            tries.ShouldBeLessThan(3_000);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }
}
