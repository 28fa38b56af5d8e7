using System.Collections.Concurrent;
using Sessvm.Events;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// The exchange: reads the token and the row, asks the table, does what it says, and tries again where another node was
/// faster. Requests that are equal in all they say are answered by one run.
/// </summary>
internal sealed class SessionExchange(SessionContext context, SessionEnding ending)
{
    private readonly ConcurrentDictionary<ExchangeRequest, Task<ExchangeResult>> _running = new(SameDevice.Instance);
    private readonly ExchangeWriter _writer = new(context, ending);

    public async ValueTask<ExchangeResult> RunAsync(ExchangeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Token, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Fingerprint, nameof(request));
        long began = SessionMetrics.Begin();
        using var activity = SessionMetrics.Source.StartActivity("sessvm.exchange");
        var result = await ReadAsync(request, cancellationToken).ConfigureAwait(false);
        SessionMetrics.Finish("exchange", began, result.Reason);
        return result;
    }

    private async ValueTask<ExchangeResult> ReadAsync(ExchangeRequest request, CancellationToken cancellationToken)
    {
        var status = context.Tokens.ReadAccessStem(request.Token, context.Now, out var token);
        if (status != TokenStatus.Ok) // rows 1 and 2
        {
            return Refused(status == TokenStatus.InvalidFormat ? SessionReason.InvalidAccessFormat : SessionReason.InvalidAccessToken, null);
        }

        var result = await ShareAsync(request, token, cancellationToken).ConfigureAwait(false);

        // Who joined a run late may have come after an end, a renewal or a hold that the run did not see (R5, R7).
        return result.Succeeded && context.Refusals.ReasonOf(token.Session, result.Row.Access.Floor) is var late and not SessionReason.None
            ? Refused(late, token.Session)
            : result;
    }

    private ValueTask<ExchangeResult> ShareAsync(ExchangeRequest request, TokenStem token, CancellationToken cancellationToken)
    {
        if (_running.TryGetValue(request, out var running))
        {
            return new(running.WaitAsync(cancellationToken));
        }

        // The run is everybody's: whoever leads it may go away without ending it.
        var run = ExchangeAsync(request, token);
        if (run.IsCompleted)
        {
            return run;
        }

        var task = run.AsTask();
        var shared = _running.GetOrAdd(request, task);
        if (shared == task)
        {
            _ = task.ContinueWith(
                static (done, state) =>
                {
                    var (all, key) = ((ConcurrentDictionary<ExchangeRequest, Task<ExchangeResult>>, ExchangeRequest))state!;
                    all.TryRemove(new(key, (Task<ExchangeResult>)done)); // by key and value: a late waiter must not evict a newer run
                },
                (_running, request),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return new(task.WaitAsync(cancellationToken));
    }

    private async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, TokenStem token)
    {
        for (var attempts = new Attempts("exchange"); ; attempts.Next())
        {
            var row = await _writer.Rows.ReadAsync(token.Session, CancellationToken.None).ConfigureAwait(false);
            if (row is null) // row 3
            {
                return Refused(SessionReason.SessionNotFound, token.Session);
            }

            var now = context.Now;
            var shown = Presentation.Of(token, request, context.Mint.IsDevice(row, request.Device, now));
            var decision = ExchangeTable.Decide(row, shown, context.Options, context.Policy, now);
            if (decision.Answer == Answer.Refuse)
            {
                if (await _writer.RefuseAsync(row, shown, decision, now).ConfigureAwait(false))
                {
                    return Refused(decision.Reason, token.Session);
                }

                continue;
            }

            // A hold that the store has lost is not lifted by a token of a renewal that it lost as well (R4, R5).
            if (context.Refusals.ReasonOf(token.Session, token.Floor) is var remembered and not SessionReason.None)
            {
                return Refused(remembered, token.Session);
            }

            var current = row;
            if (decision.Heals)
            {
                // Only here are the token's scopes and claims needed: read again, so that every other exchange does without them.
                if (context.Tokens.ReadAccess(request.Token, now, out var whole) != TokenStatus.Ok)
                {
                    return Refused(SessionReason.InvalidAccessToken, token.Session); // its key has been retired meanwhile
                }

                current = Succession.Heal(row, whole, shown, now);
            }

            if (decision.Answer == Answer.Successor)
            {
                if (await _writer.ValidateAsync(current).ConfigureAwait(false) is not { } validated)
                {
                    return Refused(SessionReason.SessionNotActive, token.Session);
                }

                current = validated;
            }

            var keys = context.Keys.Signing(now);
            bool keyGone = !context.Keys.TryFind(current.Access.KeyId, now, out _);
            var next = decision.Answer switch
            {
                Answer.Successor => Succession.Advance(current, shown, context.Options, context.Policy, keys.Id, now),
                Answer.Current when decision.Stamps || keyGone => Succession.Restamp(current, shown, context.Options, keys.Id, now),
                _ => current,
            };
            next = Rekeyed(next, request.Device, now);
            if (!await _writer.WriteAsync(row, next, decision, now).ConfigureAwait(false))
            {
                continue;
            }

            return Granted(request, shown, decision, row, next, now);
        }
    }

    private ExchangeResult Granted(
        ExchangeRequest request, in Presentation shown, ExchangeDecision decision, SessionRow row, SessionRow next, DateTimeOffset now)
    {
        bool refreshed = decision.Answer != Answer.Same;
        if (decision.Answer != Answer.Successor)
        {
            // R3, R6: a token that is presented while current has been seen in use; a predecessor has only been used.
            bool current = decision.Answer == Answer.Same || shown.Generation == next.Access.Generation;
            _writer.Mark(next, current, shown.Background, now);
        }

        if (refreshed && context.Events.AreHeard)
        {
            context.Events.Emit(new SessionExchanged(
                now, row.Id, row.Subject, next.Access.Generation, Repeated: decision.Answer == Answer.Current));
        }

        return new ExchangeResult
        {
            Refreshed = refreshed,
            AccessToken = refreshed ? context.Mint.Access(next, request.Device, now) : new TokenText(request.Token),
            Session = row.Id,
            Row = next,
        };
    }

    private SessionRow Rekeyed(SessionRow row, Guid device, DateTimeOffset now) =>
        row.Device.KeyId != row.Access.KeyId && context.Keys.TryFind(row.Access.KeyId, now, out var keys)
            ? Succession.Rekey(row, keys, device)
            : row;

    private static ExchangeResult Refused(SessionReason reason, SessionId? session) => new() { Reason = reason, Session = session };

    /// <summary>Requests that are equal in all they say, found by their device: a hash of every text in them would cost more than the row.</summary>
    private sealed class SameDevice : IEqualityComparer<ExchangeRequest>
    {
        public static SameDevice Instance { get; } = new();

        public bool Equals(ExchangeRequest? x, ExchangeRequest? y) => x is null ? y is null : x.Equals(y);

        public int GetHashCode(ExchangeRequest obj) => obj.Device.GetHashCode();
    }
}
