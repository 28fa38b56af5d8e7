using Sessvm.Stores;

namespace Sessvm.Sqlite.Internal;

/// <summary>Makes the tables, and brings those of an earlier version up to this one.</summary>
/*
    FORMAT of the file

    application_id  0x53535631 ("SSV1"): the file is Sessvm's own
    user_version    how many of the steps below have been taken
    sessions        one row per session (R1), in the order of the id, which begins with the subject's shard: the rows
                    of a subject or a family lie side by side, and no index is needed to find them.
                    body: SessionRowCodec; the other columns: SessionRowColumns
    notices         one row per notice of the log, in the order of their commits; no id is given twice
                    appended: Unix time in milliseconds; notice: RevocationNoticeCodec
*/
internal static class SqliteSchema
{
    internal const long ApplicationId = 0x53535631;

    /// <summary>The steps, oldest first. Each was released: add to them, never change one.</summary>
    internal static readonly string[] Steps =
    [
        """
        CREATE TABLE sessions (
            id BLOB NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            seen INTEGER,
            end_reason INTEGER NOT NULL,
            ended INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE notices (
            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            appended INTEGER NOT NULL,
            notice BLOB NOT NULL
        ) STRICT;
        """,
    ];

    /// <summary>Takes the steps that the file has not taken yet. Safe where several processes do so at once.</summary>
    internal static void Prepare(Database database, string path, string[] steps)
    {
        if (IsCurrent(database, path, steps))
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        try
        {
            // Another process may have taken them while this one waited for the lock.
            if (!IsCurrent(database, path, steps))
            {
                foreach (string step in steps[(int)database.Number("PRAGMA user_version")..])
                {
                    database.Execute(step);
                }

                database.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {steps.Length}");
            }

            database.Execute("COMMIT");
        }
        catch
        {
            if (database.InTransaction)
            {
                database.Execute("ROLLBACK");
            }

            throw;
        }
    }

    private static bool IsCurrent(Database database, string path, string[] steps)
    {
        long version = database.Number("PRAGMA user_version");
        long owner = database.Number("PRAGMA application_id");
        bool isEmpty = version == 0 && owner == 0 && database.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (owner != ApplicationId && !isEmpty)
        {
            throw new SessionStoreException(
                $"The session database '{path}' holds something else. Give Sessvm a file of its own.");
        }

        if (version > steps.Length)
        {
            throw new SessionStoreException(
                $"The session database '{path}' has schema {version}; this version of Sessvm knows up to {steps.Length}. Upgrade this node.");
        }

        return version == steps.Length;
    }
}
