using Sessvm.Events;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The rotation: trades a refresh token for the next pair, and advances both lineages in one write.</summary>
internal sealed class SessionRotation(SessionContext context, SessionEnding ending)
{
    private readonly ExchangeWriter _writer = new(context, ending);

    public async ValueTask<RotateResult> RunAsync(ExchangeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Token, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Fingerprint, nameof(request));
        long began = SessionMetrics.Begin();
        using var activity = SessionMetrics.Source.StartActivity("sessvm.rotate");
        var result = await RotateAsync(request, cancellationToken).ConfigureAwait(false);
        SessionMetrics.Finish("rotate", began, result.Reason);
        return result;
    }

    private async ValueTask<RotateResult> RotateAsync(ExchangeRequest request, CancellationToken cancellationToken)
    {
        var status = context.Tokens.ReadRefresh(request.Token, context.Now, out var token);
        if (status != TokenStatus.Ok)
        {
            return Refused(status == TokenStatus.InvalidFormat ? SessionReason.InvalidRefreshFormat : SessionReason.InvalidRefreshToken, null);
        }

        for (var attempts = new Attempts("rotate"); ; attempts.Next())
        {
            var row = await _writer.Rows.ReadAsync(token.Session, cancellationToken).ConfigureAwait(false);
            if (row?.Refresh is not { } refresh)
            {
                return Refused(SessionReason.RefreshNotFound, token.Session);
            }

            var now = context.Now;
            var shown = Presentation.Of(token, request, context.Mint.IsDevice(row, request.Device, now));
            var decision = RotateTable.Decide(row, refresh, shown, context.Options, context.Policy, now);
            if (decision.Answer == Answer.Refuse)
            {
                if (await _writer.RefuseAsync(row, shown, decision, now).ConfigureAwait(false))
                {
                    return Refused(decision.Reason, token.Session);
                }

                continue;
            }

            if (context.Refusals.ReasonOf(token.Session, row.Access.Floor) is var remembered and not SessionReason.None)
            {
                return Refused(remembered, token.Session); // a hold that the store has lost (R4, R5)
            }

            var next = await NextAsync(row, shown, decision, now).ConfigureAwait(false);
            if (next is null)
            {
                return Refused(SessionReason.RefreshNotActive, token.Session);
            }

            if (context.Keys.TryFind(next.Access.KeyId, now, out var keys))
            {
                next = Succession.Rekey(next, keys, request.Device);
            }

            if (!await _writer.WriteAsync(row, next, decision, now).ConfigureAwait(false))
            {
                continue;
            }

            _writer.Mark(next, seen: false, shown.Background, now);
            context.Events.Emit(new SessionRotated(
                now, row.Id, row.Subject, next.Refresh!.Tokens.Generation, Repeated: decision.Answer == Answer.Current));
            return new RotateResult(SessionReason.None, row.Id, context.Mint.Grant(next, request.Device, now));
        }
    }

    /// <summary>The row that follows; <see langword="null"/> where the validator ends the session.</summary>
    private async ValueTask<SessionRow?> NextAsync(SessionRow row, Presentation shown, ExchangeDecision decision, DateTimeOffset now)
    {
        var keys = context.Keys.Signing(now);
        if (decision.Answer == Answer.Current)
        {
            bool keyGone = !context.Keys.TryFind(row.Access.KeyId, now, out _);
            var current = decision.Stamps || keyGone ? Succession.Restamp(row, shown, context.Options, keys.Id, now) : row;
            return context.Keys.TryFind(row.Refresh!.Tokens.KeyId, now, out _)
                ? current
                : Succession.RestampRefresh(current, shown, context.Options, keys.Id, now);
        }

        var healed = decision.Heals ? Succession.HealRefresh(row, shown, now) : row;
        var validated = await _writer.ValidateAsync(healed).ConfigureAwait(false);
        return validated is null ? null : Succession.Rotate(validated, shown, context.Options, context.Policy, keys.Id, now);
    }

    private static RotateResult Refused(SessionReason reason, SessionId? session) => new(reason, session, null);
}
