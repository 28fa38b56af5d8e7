using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace Sessvm.Stores.Internal;

/// <summary>
/// Waits for calls of a store, for each so long and a tenth more at most. One timer looks after all of them, and only while there are
/// some: a timer a call costs more than some stores take.
/// </summary>
/// <param name="limit">How long each is waited for.</param>
/// <param name="time">The clock.</param>
internal sealed class Patience(TimeSpan limit, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Ring _ring = new(); // its next is the oldest
    private readonly TimeSpan _between = limit / 10;
    private ITimer? _timer;
    private bool _looking;

    /// <summary>Waits for a call.</summary>
    /// <param name="answer">What the store answers.</param>
    /// <param name="done">Called when the store is done, also when nobody waits for it any more.</param>
    public ValueTask<T> WaitAsync<T>(ValueTask<T> answer, Action done)
    {
        var wait = new Wait<T>(this, answer, done);
        lock (_lock)
        {
            wait.Began = time.GetTimestamp();
            wait.InsertBefore(_ring);
            if (!_looking)
            {
                _looking = true;
                _timer ??= time.CreateTimer(static patience => ((Patience)patience!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(_between, Timeout.InfiniteTimeSpan);
            }
        }

        return wait.Begin();
    }

    private void Look()
    {
        List<Wait> overdue = [];
        lock (_lock)
        {
            for (var oldest = _ring.Next; oldest != _ring && time.GetElapsedTime(oldest.Began) >= limit; oldest = _ring.Next)
            {
                oldest.Remove();
                overdue.Add(oldest);
            }

            _looking = _ring.Next != _ring;
            if (_looking)
            {
                _timer!.Change(_between, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var wait in overdue)
        {
            wait.GiveUp(new SessionStoreException(
                $"The session store did not answer within {limit} (StoreTimeout). Whether it did what it was asked is not known; asking again is safe."));
        }
    }

    private void Leave(Wait wait)
    {
        lock (_lock)
        {
            wait.Remove();
        }
    }

    /// <summary>A link of the ring of those that are waited for, oldest first.</summary>
    private abstract class Wait
    {
        private Wait? _previous;
        private Wait? _next;

        public long Began { get; set; }

        public Wait Next => _next!;

        public abstract void GiveUp(SessionStoreException why);

        public void InsertBefore(Wait next)
        {
            (_previous, _next) = (next._previous, next);
            _previous!._next = next._previous = this;
        }

        /// <summary>Takes it out, unless it is out.</summary>
        public void Remove()
        {
            if (_next is not null)
            {
                (_previous!._next, _next._previous) = (_next, _previous);
                _previous = _next = null;
            }
        }

        protected void Close() => _previous = _next = this;
    }

    /// <summary>Where the ring begins and ends.</summary>
    private sealed class Ring : Wait
    {
        public Ring() => Close();

        public override void GiveUp(SessionStoreException why)
        {
        }
    }

    private sealed class Wait<T>(Patience patience, ValueTask<T> answer, Action done) : Wait, IValueTaskSource<T>
    {
        private ConfiguredValueTaskAwaitable<T>.ConfiguredValueTaskAwaiter _answer = answer.ConfigureAwait(false).GetAwaiter();
        private ManualResetValueTaskSourceCore<T> _told;
        private int _isTold;

        public ValueTask<T> Begin()
        {
            _answer.UnsafeOnCompleted(Hear);
            return new ValueTask<T>(this, _told.Version);
        }

        public override void GiveUp(SessionStoreException why)
        {
            if (IsFirst())
            {
                _told.SetException(why);
            }
        }

        T IValueTaskSource<T>.GetResult(short token) => _told.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<T>.GetStatus(short token) => _told.GetStatus(token);

        void IValueTaskSource<T>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _told.OnCompleted(continuation, state, token, flags);

        private void Hear()
        {
            patience.Leave(this);
            done();
            T result;
            try
            {
                result = _answer.GetResult();
            }
            catch (Exception failure)
            {
                if (IsFirst())
                {
                    _told.SetException(failure);
                }

                return;
            }

            if (IsFirst())
            {
                _told.SetResult(result);
            }
        }

        private bool IsFirst() => Interlocked.Exchange(ref _isTold, 1) == 0;
    }
}
