namespace Sessvm.Sqlite.Internal;

/// <summary>
/// One file for the store and the log of a process: with one writer between them an end and its notice do not wait for
/// each other's lock. It is in use from the first who joins to the last who leaves, in whatever order they are disposed of.
/// </summary>
internal sealed class SharedFile
{
    private readonly SqliteFile _file;
    private readonly Lock _gate = new();
    private OpenFile? _open;
    private int _users;

    internal SharedFile(SqliteStoreOptions options) => _file = new SqliteFile(options);

    internal OpenFile Join()
    {
        lock (_gate)
        {
            _users++;
            return _open ??= new OpenFile(_file);
        }
    }

    internal async ValueTask LeaveAsync()
    {
        OpenFile? last = null;
        lock (_gate)
        {
            if (--_users == 0)
            {
                (last, _open) = (_open, null);
            }
        }

        if (last is not null)
        {
            await last.DisposeAsync().ConfigureAwait(false);
        }
    }
}
