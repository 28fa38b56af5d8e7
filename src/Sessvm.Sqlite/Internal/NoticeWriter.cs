namespace Sessvm.Sqlite.Internal;

/// <summary>Writes the notices of the log on the writer's connection, within the transaction of its batch.</summary>
internal sealed class NoticeWriter(Database database)
{
    private readonly Statement _append = database.Prepare("INSERT INTO notices (appended, notice) VALUES (?1, ?2)");
    private readonly Statement _remove = database.Prepare(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE id <= ?1 ORDER BY id LIMIT ?2)");

    internal void Append(IEnumerable<byte[]> notices, long instant)
    {
        foreach (byte[] notice in notices)
        {
            _append.Bind(1, instant).Bind(2, notice).Run();
        }
    }

    /// <summary>Removes some of the oldest, up to and with a last one, and returns how many.</summary>
    internal int Remove(long last, int limit) => _remove.Bind(1, last).Bind(2, limit).Run();
}
