using System.Collections.Concurrent;

namespace Sessvm.AspNetCore;

/// <summary>Counts refused attempts in a sliding window, by session and by address prefix. Bounded: it never holds more than 20,000 names.</summary>
internal sealed class AttemptLimiter(SessvmRateLimitOptions options, TimeProvider time)
{
    private const int Most = 20_000;

    private readonly int _limit = options.Limit;
    private readonly TimeSpan _window = options.Window;
    private readonly ConcurrentDictionary<string, Queue<long>> _attempts = new(StringComparer.Ordinal);

    /// <summary>How long a name has to wait; zero where it need not.</summary>
    public TimeSpan Wait(string? name)
    {
        if (name is null || !_attempts.TryGetValue(name, out var times))
        {
            return TimeSpan.Zero;
        }

        lock (times)
        {
            return Prune(times) < _limit ? TimeSpan.Zero : _window - time.GetElapsedTime(times.Peek());
        }
    }

    /// <summary>Notes a refused attempt.</summary>
    public void Note(string? name)
    {
        if (name is null)
        {
            return;
        }

        if (_attempts.Count >= Most && !_attempts.ContainsKey(name))
        {
            MakeRoom();
        }

        var times = _attempts.GetOrAdd(name, static _ => new Queue<long>());
        lock (times)
        {
            if (Prune(times) == _limit)
            {
                times.Dequeue(); // the last ones decide
            }

            times.Enqueue(time.GetTimestamp());
        }
    }

    private int Prune(Queue<long> times)
    {
        while (times.TryPeek(out long first) && time.GetElapsedTime(first) >= _window)
        {
            times.Dequeue();
        }

        return times.Count;
    }

    // Who floods with names gains nothing: what has run out goes first, then as much as is needed of the rest.
    private void MakeRoom()
    {
        foreach (var (name, times) in _attempts)
        {
            lock (times)
            {
                if (Prune(times) == 0)
                {
                    _attempts.TryRemove(name, out _);
                }
            }
        }

        foreach (string name in _attempts.Keys.Take(Math.Max(0, _attempts.Count - (Most * 9 / 10))))
        {
            _attempts.TryRemove(name, out _);
        }
    }
}
