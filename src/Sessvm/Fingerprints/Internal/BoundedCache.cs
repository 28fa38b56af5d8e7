using System.Numerics;

namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// Remembers at most a fixed number of values: a table of small sets, in which a new entry takes the place of an old one
/// of its set. Reads and writes take no lock and no counter, so a flood of new keys costs what it replaces and no memory.
/// </summary>
/// <remarks>Keys hash with the runtime's per-process seed, so nobody outside can aim at one set.</remarks>
internal sealed class BoundedCache<TKey, TValue>
    where TKey : class, IEquatable<TKey>
    where TValue : class
{
    private const int Ways = 8;

    private readonly Entry?[] _entries;
    private readonly int _mask;
    private int _turn;

    /// <summary>Makes a cache.</summary>
    /// <param name="capacity">The most entries; a power of two, at least 8.</param>
    public BoundedCache(int capacity)
    {
        if (capacity < Ways || !BitOperations.IsPow2(capacity))
        {
            throw new ArgumentException($"The capacity is {capacity}; allowed is a power of two, at least {Ways}.", nameof(capacity));
        }

        _entries = new Entry?[capacity];
        _mask = (capacity / Ways) - 1;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count(entry => entry is not null);

    /// <summary>Finds the value of a key; <see langword="null"/> where it is not remembered.</summary>
    public TValue? Find(TKey key)
    {
        int hash = key.GetHashCode();
        int start = (hash & _mask) * Ways;
        for (int i = start; i < start + Ways; i++)
        {
            Entry? entry = Volatile.Read(ref _entries[i]);
            if (entry is null)
            {
                return null; // a set fills from the front and never empties
            }

            if (entry.Hash == hash && entry.Key.Equals(key))
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>Remembers a value. Two who add the same key at once may both stand: it wastes a place, and no more.</summary>
    public void Add(TKey key, TValue value)
    {
        int hash = key.GetHashCode();
        int start = (hash & _mask) * Ways;
        int place = start + (Interlocked.Increment(ref _turn) & (Ways - 1));
        for (int i = start; i < start + Ways; i++)
        {
            if (Volatile.Read(ref _entries[i]) is null)
            {
                place = i;
                break;
            }
        }

        Volatile.Write(ref _entries[place], new Entry(hash, key, value));
    }

    private sealed class Entry(int hash, TKey key, TValue value)
    {
        public int Hash { get; } = hash;

        public TKey Key { get; } = key;

        public TValue Value { get; } = value;
    }
}
