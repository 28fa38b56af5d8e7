using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>
/// Makes one command of what callers ask for at about the same time: client and server pay more for a command than for what it asks.
/// Two commands are under way at most, one that the server works at and one behind it; meanwhile the next fills.
/// </summary>
/// <param name="send">Asks for some items together, and answers for each, in their order.</param>
internal sealed class SharedCommand<TItem, TAnswer>(Func<IDatabase, IReadOnlyList<TItem>, Task<TAnswer[]>> send)
{
    private const int MostTogether = 64; // a script that takes longer would hold up everybody else's commands
    private const int MostUnderWay = 2;

    private readonly Lock _gate = new();
    private readonly Queue<Asker> _waiting = new();
    private int _underWay;

    /// <summary>Asks with others. All that share a command share its failure; where the server refused it, with <see cref="SharedRefusalException"/>.</summary>
    internal Task<TAnswer> SendAsync(IDatabase database, TItem item)
    {
        var asker = new Asker(database, item);
        lock (_gate)
        {
            _waiting.Enqueue(asker);
            if (_underWay == MostUnderWay)
            {
                return asker.Task;
            }

            _underWay++;
        }

        // Behind those who are about to ask too; and not in the caller's context, which must not follow others' commands.
        ThreadPool.UnsafeQueueUserWorkItem(static shared => _ = shared.SendAllAsync(), this, preferLocal: false);
        return asker.Task;
    }

    private async Task SendAllAsync()
    {
        while (Take() is { } askers)
        {
            await SendAsync(askers).ConfigureAwait(false);
        }
    }

    /// <summary>Those who go next; <see langword="null"/> where nobody waits.</summary>
    private Asker[]? Take()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }

            var askers = new Asker[Math.Min(_waiting.Count, MostTogether)];
            for (int place = 0; place < askers.Length; place++)
            {
                askers[place] = _waiting.Dequeue();
            }

            return askers;
        }
    }

    private async Task SendAsync(Asker[] askers)
    {
        try
        {
            var answers = await send(askers[^1].Database, Array.ConvertAll(askers, static asker => asker.Item)).ConfigureAwait(false);
            for (int place = 0; place < answers.Length; place++)
            {
                askers[place].SetResult(answers[place]);
            }
        }
        catch (RedisServerException refusal) when (askers.Length > 1 && refusal.Kind != RedisErrorKind.NoScript)
        {
            Fail(askers, new SharedRefusalException(refusal));
        }
        catch (Exception trouble) // whatever it is, it is theirs; and of those who wait behind it, who would else wait once more
        {
            Fail(askers, trouble);
            Fail(TakeAll(), trouble);
        }
    }

    private Asker[] TakeAll()
    {
        lock (_gate)
        {
            Asker[] askers = [.. _waiting];
            _waiting.Clear();
            return askers;
        }
    }

    private static void Fail(Asker[] askers, Exception trouble)
    {
        foreach (var asker in askers)
        {
            asker.TrySetException(trouble);
        }
    }

    /// <summary>A caller; it goes on elsewhere, and holds up nobody who shared its command.</summary>
    private sealed class Asker(IDatabase database, TItem item) : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IDatabase Database => database;

        public TItem Item => item;
    }
}
