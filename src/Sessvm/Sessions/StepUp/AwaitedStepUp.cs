using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// Finds the session that waits for fresh credentials behind a token, which may have expired meanwhile: an exchange would be
/// answered <c>step-up-required</c>, and nothing worse. Decides as an exchange does, and changes nothing.
/// </summary>
internal sealed class AwaitedStepUp(SessionContext context, SessionEnding ending)
{
    private readonly RowReader _rows = new(context, ending);

    /// <summary>The session; <see langword="null"/> where none waits.</summary>
    public async ValueTask<AuthenticatedSession?> FindAsync(ExchangeRequest request, CancellationToken cancellationToken)
    {
        if (context.Tokens.ReadAccessStem(request.Token, context.Now, out var stem) != TokenStatus.Ok
            || await _rows.ReadAsync(stem.Session, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        var now = context.Now;
        return ReasonOf(row, stem, request, now) == SessionReason.StepUpRequired
            && context.Tokens.ReadAccess(request.Token, now, out var token) == TokenStatus.Ok
                ? new AuthenticatedSession(token)
                : null;
    }

    private SessionReason ReasonOf(SessionRow row, in TokenStem token, ExchangeRequest request, DateTimeOffset now)
    {
        var shown = Presentation.Of(token, request, context.Mint.IsDevice(row, request.Device, now));
        var decision = ExchangeTable.Decide(row, shown, context.Options, context.Policy, now);
        return decision.Answer == Answer.Refuse
            ? decision.Reason
            : context.Refusals.ReasonOf(token.Session, token.Floor); // a hold that the store has lost (R5)
    }
}
