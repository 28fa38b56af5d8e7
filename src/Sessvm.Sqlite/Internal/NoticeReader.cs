using Sessvm.Revocation;

namespace Sessvm.Sqlite.Internal;

/// <summary>Reads the notices of the log on a reader's connection.</summary>
internal sealed class NoticeReader(Database database)
{
    private readonly Statement _at = database.Prepare("SELECT appended FROM notices WHERE id = ?1");
    private readonly Statement _after = database.Prepare("SELECT id, appended, notice FROM notices WHERE id > ?1 ORDER BY id LIMIT ?2");
    private readonly Statement _newest = database.Prepare("SELECT max(id) FROM notices");

    // In the order of the ids and no further than the first young one, so that a trim costs what it removes.
    private readonly Statement _old = database.Prepare(
        "SELECT min(id), coalesce((SELECT id - 1 FROM notices WHERE appended >= ?1 ORDER BY id LIMIT 1), max(id)) FROM notices");

    /// <summary>The newest notice's number; zero where there is none.</summary>
    internal long Newest()
    {
        try
        {
            return _newest.Step() ? _newest.Int64(0) : 0;
        }
        finally
        {
            _newest.Reset();
        }
    }

    /// <summary>The notices behind a place, and the place behind them.</summary>
    internal (RevocationLogPage Page, long Last) Read(NoticeCursor after, int limit)
    {
        // Trimmed, of another file's history, or ahead of a restored one: what is kept is read again.
        NoticeCursor last = Knows(after) ? after : NoticeCursor.Start;
        var notices = new List<RevocationNotice>();
        bool more = false;
        try
        {
            _after.Bind(1, last.Id).Bind(2, limit + 1);
            while (_after.Step())
            {
                if (notices.Count == limit)
                {
                    more = true;
                    break;
                }

                notices.Add(RevocationNoticeCodec.Decode(_after.Blob(2)));
                last = new NoticeCursor(_after.Int64(0), _after.Int64(1));
            }
        }
        finally
        {
            _after.Reset();
        }

        return (new RevocationLogPage(notices, last.ToString(), more), last.Id);
    }

    /// <summary>The last of those that were appended before an instant; <see langword="null"/> where there are none.</summary>
    internal long? LastBefore(long instant)
    {
        try
        {
            return _old.Bind(1, instant).Step() && !_old.IsNull(0) && _old.Int64(1) is var last && last >= _old.Int64(0) ? last : null;
        }
        finally
        {
            _old.Reset();
        }
    }

    private bool Knows(NoticeCursor place)
    {
        try
        {
            return _at.Bind(1, place.Id).Step() && _at.Int64(0) == place.AppendedAt;
        }
        finally
        {
            _at.Reset();
        }
    }
}
