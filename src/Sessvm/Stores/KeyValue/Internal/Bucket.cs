using Sessvm.Tokens;

namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>
/// The rows of one shard, which are one value behind the port: what must be atomic for a subject (its cap, the end of
/// its sessions) is one write.
/// </summary>
/*
    FORMAT, version 1. Numbers are big-endian; entries are in the order of their ids.

    bucket = %x01 *entry
    entry  = id version generation lastSeen seen endReason endedAt length body
    id     = 18 bytes;  version, lastSeen, seen, endedAt = 8 bytes;  generation = 4 bytes;  endReason = 1 byte
    seen   = Unix time in milliseconds | -2^63, where the generation has not been seen
    length = 2 bytes, that of body;  body = SessionRowCodec
*/
internal sealed class Bucket
{
    private const byte Format = 1;

    /// <summary>For how long past its last deadline a row must still answer with the right reason, and how far clocks may be apart.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromHours(2);

    private readonly List<Entry> _entries = [];

    /// <summary>Whether it differs from what was read.</summary>
    internal bool IsChanged { get; private set; }

    internal IReadOnlyList<Entry> Entries => _entries;

    /// <summary>How long the port must keep it: as long as any row can still be used from its last use on, which needs no clock.</summary>
    internal TimeSpan TimeToLive =>
        Margin + TimeSpan.FromMilliseconds(_entries.Select(static entry => entry.LapsesAt - entry.Columns.LastSeenAt).Append(0).Max());

    internal static Bucket Parse(string key, ReadOnlyMemory<byte>? value)
    {
        var bucket = new Bucket();
        if (value is not { } rest)
        {
            return bucket;
        }

        if (rest.IsEmpty || rest.Span[0] != Format)
        {
            throw new SessionStoreException($"The value of {key} is no bucket of sessions in a format that this version of Sessvm reads.");
        }

        for (rest = rest[1..]; !rest.IsEmpty; rest = rest[bucket._entries[^1].Size..])
        {
            if (!Entry.TryRead(rest, out var entry))
            {
                throw new SessionStoreException($"The value of {key} is cut short.");
            }

            bucket._entries.Add(entry);
        }

        return bucket;
    }

    internal byte[] ToBytes()
    {
        var bytes = new byte[1 + _entries.Sum(static entry => entry.Size)];
        bytes[0] = Format;
        int at = 1;
        foreach (var entry in _entries)
        {
            entry.Write(bytes.AsSpan(at));
            at += entry.Size;
        }

        return bytes;
    }

    internal Entry? Find(SessionId id)
    {
        int place = PlaceOf(id);
        return place >= 0 ? _entries[place] : null;
    }

    internal void Insert(in Entry entry)
    {
        _entries.Insert(~PlaceOf(entry.Id), entry);
        IsChanged = true;
    }

    /// <summary>Puts a row in place of an earlier state of itself.</summary>
    internal void Set(in Entry entry)
    {
        int place = PlaceOf(entry.Id);
        IsChanged |= _entries[place].Columns != entry.Columns || !_entries[place].Body.Span.SequenceEqual(entry.Body.Span);
        _entries[place] = entry;
    }

    internal IEnumerable<SessionRow> Live(string subject, DateTimeOffset now) => _entries
        .Where(entry => !entry.Columns.IsEnded && SessionRowCodec.IsOf(entry.Id, entry.Body.Span, subject))
        .Select(static entry => entry.ToRow())
        .Where(row => row.IsLive(now));

    /// <summary>Removes what lapsed before an instant among the first entries behind an id.</summary>
    /// <returns>How many were looked at, how many were removed, and the last one where some are left.</returns>
    internal (int Looked, int Removed, SessionId? Last) Purge(SessionId? after, int limit, long before)
    {
        int start = after is { } id ? PlaceOf(id) is var place && place >= 0 ? place + 1 : ~place : 0;
        int looked = Math.Min(limit, _entries.Count - start);
        SessionId? last = looked < _entries.Count - start ? _entries[start + looked - 1].Id : null;
        int removed = 0;
        for (int i = start + looked - 1; i >= start; i--)
        {
            if (_entries[i].LapsesAt < before)
            {
                _entries.RemoveAt(i);
                removed++;
            }
        }

        IsChanged |= removed > 0;
        return (looked, removed, last);
    }

    /// <summary>The place of an id, or the complement of where it belongs.</summary>
    private int PlaceOf(SessionId id)
    {
        int place = 0;
        while (place < _entries.Count && _entries[place].Id < id)
        {
            place++;
        }

        return place < _entries.Count && _entries[place].Id == id ? place : ~place;
    }
}
