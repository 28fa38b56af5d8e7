using Microsoft.Data.Sqlite;
using Sessvm.Revocation;
using Sessvm.Sqlite;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

// write <path>: adds and exchanges, and says so once each is acknowledged, until it is killed.
// create <path>: waits for a line, opens the file, adds a row and says which.
// append <path>: appends to the log, and says so once each is acknowledged, until it is killed.
// feed <path>: says what it hears from the log, and tells of one more end at each line, until it is killed.
// hold <path>: takes the file's lock, says so, and lets go at the next line.
string path = args[1];
switch (args[0])
{
    case "write":
        await using (var store = new SqliteSessionStore(new SqliteStoreOptions { Path = path }))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(store))));
        }

        break;
    case "append":
        await using (var store = new SqliteSessionStore(new SqliteStoreOptions { Path = path }))
        {
            await using var log = new SqliteRevocationLog(store);
            while (true)
            {
                RevocationNotice notice = End();
                await log.AppendAsync([notice], CancellationToken.None);
                Say(notice.Session.ToString());
            }
        }

    case "feed":
        await using (var store = new SqliteSessionStore(new SqliteStoreOptions { Path = path }))
        {
            await using var log = new SqliteRevocationLog(store);
            await using var feed = new LogRevocationFeed(log);
            await feed.StartAsync(CancellationToken.None);
            var known = new System.Collections.Concurrent.ConcurrentDictionary<SessionId, bool>();
            feed.Heard += notice =>
            {
                if (known.TryAdd(notice.Session, true))
                {
                    Say($"heard {notice.Session}");
                }
            };
            Say("ready");
            while (Console.ReadLine() is not null)
            {
                RevocationNotice notice = End();
                await feed.PublishAsync([notice], CancellationToken.None);
                Say($"told {notice.Session}");
            }
        }

        break;
    case "create":
        Say("ready");
        Console.ReadLine();
        await using (var store = new SqliteSessionStore(new SqliteStoreOptions { Path = path }))
        {
            await store.OpenAsync(CancellationToken.None);
            SessionRow row = SampleRows.Typical();
            await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None);
            Say(row.Id.ToString());
        }

        break;
    default:
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            Say("held");
            Console.ReadLine();
        }

        break;
}

static async Task WriteAsync(SqliteSessionStore store)
{
    while (true)
    {
        SessionRow row = SampleRows.Typical();
        await store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None);
        for (int exchanges = 0; exchanges < 5; exchanges++)
        {
            Say($"{row.Id} {row.Access.Generation} acknowledged");
            SessionRow next = SampleRows.Exchanged(row);
            await store.UpdateAsync(next, row.Version, CancellationToken.None);
            row = next;
        }
    }
}

static RevocationNotice End() =>
    new(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, SampleRows.Start, EndReason.SignedOut);

static void Say(string line)
{
    lock (Console.Out)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
