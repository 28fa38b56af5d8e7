using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>
/// Sends together what callers ask for at about the same time: a write to the socket of its own for each command costs the client and the
/// server more than the command does. What waits goes as soon as a thread is free, which is behind those who are about to ask too.
/// </summary>
internal sealed class SharedSends : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private Parcel? _waiting;

    /// <summary>Sends a command with those of others. It fails with a parcel that cannot be sent, whosever fault that is.</summary>
    internal Task<T> SendAsync<TState, T>(IDatabase database, TState state, Func<IDatabaseAsync, TState, Attempt, Task<T>> send, Attempt attempt)
    {
        lock (_gate)
        {
            if (_waiting is null)
            {
                _waiting = new Parcel(database.CreateBatch());
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            return _waiting.Add(send(_waiting.Batch, state, attempt));
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        Parcel parcel;
        lock (_gate)
        {
            (parcel, _waiting) = (_waiting!, null);
        }

        parcel.Send();
    }

    private sealed class Parcel(IBatch batch)
    {
        private readonly List<IAnswer> _answers = [];

        public IBatch Batch => batch;

        public Task<T> Add<T>(Task<T> command)
        {
            var answer = new Answer<T>(command);
            _answers.Add(answer);
            return answer.Task;
        }

        public void Send()
        {
            try
            {
                batch.Execute();
            }
            catch (Exception trouble) // the client may not have told those whose commands it never took
            {
                foreach (IAnswer answer in _answers)
                {
                    answer.Fail(trouble);
                }
            }
        }
    }

    private interface IAnswer
    {
        void Fail(Exception trouble);
    }

    /// <summary>The answer to a command, or the trouble of its parcel.</summary>
    private sealed class Answer<T> : TaskCompletionSource<T>, IAnswer
    {
        // The client completes its commands on threads of the pool: whoever waits goes on there, without another hop.
        public Answer(Task<T> command) => command.ContinueWith(
            static (done, answer) => ((Answer<T>)answer!).TrySetFromTask(done),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);

        public void Fail(Exception trouble) => TrySetException(trouble);
    }
}
