using Sessvm.Tokens;

namespace Sessvm.Stores.Memory;

/// <summary>The rows of one shard, ordered by id. Its caller holds the shard's lock.</summary>
internal sealed class MemoryShard
{
    private MemoryRecord[] _records = [];

    internal int Count { get; private set; }

    internal ReadOnlySpan<MemoryRecord> Records => _records.AsSpan(0, Count);

    internal MemoryRecord? Find(SessionId id)
    {
        int place = PlaceOf(id);
        return place >= 0 ? _records[place] : null;
    }

    /// <summary>Inserts a record whose id is not taken.</summary>
    internal void Insert(MemoryRecord record)
    {
        int place = ~PlaceOf(record.Id);
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Count + (Count / 2) + 2);
        }

        Array.Copy(_records, place, _records, place + 1, Count - place);
        _records[place] = record;
        Count++;
    }

    /// <summary>The place of the first record behind an id; of the first of all for <see langword="null"/>.</summary>
    internal int FirstAfter(SessionId? id)
    {
        if (id is not { } after)
        {
            return 0;
        }

        int place = PlaceOf(after);
        return place >= 0 ? place + 1 : ~place;
    }

    /// <summary>Removes, of <paramref name="count"/> records from <paramref name="start"/>, those that lapsed before an instant.</summary>
    internal int RemoveLapsed(int start, int count, long before)
    {
        int kept = start;
        for (int place = start; place < start + count; place++)
        {
            if (_records[place].LapsesAt >= before)
            {
                _records[kept++] = _records[place];
            }
        }

        int removed = start + count - kept;
        if (removed > 0)
        {
            Array.Copy(_records, start + count, _records, kept, Count - start - count);
            Array.Clear(_records, Count - removed, removed);
            Count -= removed;
            if (Count < _records.Length / 4)
            {
                Array.Resize(ref _records, Count);
            }
        }

        return removed;
    }

    /// <summary>The place of an id, or the complement of where it belongs.</summary>
    private int PlaceOf(SessionId id)
    {
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _records[middle].Id.CompareTo(id);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
