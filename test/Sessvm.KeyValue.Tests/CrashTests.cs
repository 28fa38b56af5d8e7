using System.Collections.Concurrent;
using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.KeyValue.Tests;

public sealed class CrashTests
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("SESSVM_LONG") == "1" ? 20 : 3;

    private readonly ConcurrentDictionary<SessionId, uint> _acknowledged = new();
    private readonly ConcurrentBag<RevocationNotice> _told = [];

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_server_was_killed()
    {
        await using var server = new NatsServer();
        await server.StartAsync();
        for (int round = 1; round <= Rounds; round++)
        {
            await using (Client client = await Client.OpenAsync(server.Url, "sessions"))
            {
                int enough = _acknowledged.Count + 150;
                Task writing = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WriteAsync(client)));
                while (_acknowledged.Count < enough && !writing.IsCompleted)
                {
                    await Task.Yield();
                }

                writing.IsCompleted.ShouldBeFalse();
                await server.KillAsync();
                await writing;
            }

            await server.StartAsync();
            await using Client again = await Client.OpenAsync(server.Url, "sessions");
            await CheckAsync(again, round);
        }
    }

    private async Task WriteAsync(Client client)
    {
        var node = new Node(client);
        try
        {
            while (true)
            {
                SessionRow row = SampleRows.Typical();
                await node.Store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None);
                _acknowledged[row.Id] = row.Access.Generation;
                SessionRow next = SampleRows.Exchanged(row);
                (await node.Store.UpdateAsync(next, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
                _acknowledged[row.Id] = next.Access.Generation;
                var notice = new RevocationNotice(row.Id, RevocationNotice.Everything, SampleRows.Start, EndReason.SignedOut);
                await node.Log.AppendAsync([notice], CancellationToken.None);
                _told.Add(notice);
            }
        }
        catch (SessionStoreException)
        {
            // the server was killed
        }
    }

    private async Task CheckAsync(Client client, int round)
    {
        var node = new Node(client);
        foreach ((SessionId id, uint generation) in _acknowledged)
        {
            SessionRow? row = await node.Store.FindAsync(id, CancellationToken.None);
            row.ShouldNotBeNull($"round {round}");
            row.Access.Generation.ShouldBeGreaterThanOrEqualTo(generation, $"round {round}");
        }

        var heard = new HashSet<RevocationNotice>();
        string? cursor = null;
        RevocationLogPage page;
        do
        {
            page = await node.Log.ReadAsync(cursor, RevocationLogBounds.MostRead, CancellationToken.None);
            heard.UnionWith(page.Notices);
            cursor = page.Next;
        }
        while (page.More);
        _told.Except(heard).ShouldBeEmpty($"round {round}");
    }

    private sealed class Node(Client client)
    {
        internal ISessionStore Store { get; } = client.Store;

        internal IRevocationLog Log { get; } = new KeyValueRevocationLog(client.Port);
    }
}
