using GraphQL;

namespace Sessvm.GraphQL;

/// <summary>One operation on a socket: it runs until its result has been sent, its stream has ended, or somebody stops it.</summary>
internal sealed class Operation(string id, Outbox outbox, Action tooSlow, CancellationToken over) : IObserver<ExecutionResult>, IDisposable
{
    private readonly CancellationTokenSource _stopped = CancellationTokenSource.CreateLinkedTokenSource(over);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Follows a stream to its end, or until it is stopped.</summary>
    public async Task FollowAsync(IObservable<ExecutionResult> stream)
    {
        using var stop = Stopped.Register(static state => ((TaskCompletionSource)state!).TrySetCanceled(), _ended);
        using var subscription = stream.Subscribe(this);
        await _ended.Task;
    }

    public void Stop()
    {
        try
        {
            _stopped.Cancel();
        }
        catch (ObjectDisposedException) // it ended in the same moment
        {
        }
    }

    public void Send(string type, object? payload = null)
    {
        if (!_stopped.IsCancellationRequested && !outbox.Post(type, id, payload))
        {
            tooSlow();
        }
    }

    public void OnNext(ExecutionResult value) => Send("next", value);

    public void OnError(Exception error) => _ended.TrySetException(error);

    public void OnCompleted() => _ended.TrySetResult();

    public void Dispose() => _stopped.Dispose();
}
