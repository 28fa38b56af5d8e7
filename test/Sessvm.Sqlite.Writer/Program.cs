using Microsoft.Data.Sqlite;
using Sessvm.Sqlite;
using Sessvm.Stores;
using Sessvm.Testing;

// write <path>: adds and exchanges, and says so once each is acknowledged, until it is killed.
// create <path>: waits for a line, opens the file, adds a row and says which.
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

static void Say(string line)
{
    lock (Console.Out)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
