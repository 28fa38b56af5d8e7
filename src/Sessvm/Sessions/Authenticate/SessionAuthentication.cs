using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// Judges the token of each request: at once where it has been verified before, its requester is known and the feed is
/// current; with one read of the row otherwise.
/// </summary>
internal sealed class SessionAuthentication
{
    private const long CachedBytes = 64L << 20;

    private readonly SessionContext _context;
    private readonly SessionJudge _judge;
    private readonly VerifiedTokens _verified;

    public SessionAuthentication(SessionContext context, SessionEnding ending)
    {
        _context = context;
        _judge = new SessionJudge(context, ending);
        _verified = new VerifiedTokens(CachedBytes, context.Options.AccessLifetime);
        context.Keys.Replaced += _verified.Clear;
    }

    public ValueTask<AuthenticateResult> RunAsync(in AuthenticateRequest request, CancellationToken cancellationToken)
    {
        var now = _context.Now;
        return TryJudge(request, now, out var result, out var open) ? new(result) : AskRowAsync(open, request, now, cancellationToken);
    }

    /// <summary>Judges without the row; of the request's traits only the agent and its hints are looked at.</summary>
    /// <returns>Whether that was enough. Where it was not, nothing has been done yet: ask <see cref="RunAsync"/>.</returns>
    public bool TryRun(in AuthenticateRequest request, out AuthenticateResult result) => TryJudge(request, _context.Now, out result, out _);

    private bool TryJudge(in AuthenticateRequest request, DateTimeOffset now, out AuthenticateResult result, out OpenCase open)
    {
        open = default;
        var text = request.Token.Span;
        if (!_verified.TryGet(text, now, out var session))
        {
            var status = Verify(text, now, out session);
            if (session is null)
            {
                result = Refused(status == TokenStatus.InvalidFormat ? SessionReason.InvalidAccessFormat : SessionReason.InvalidAccessToken);
                return true;
            }
        }

        if (!_context.Keys.TryFind(session.KeyId, now, out var keys)) // retired since it was verified
        {
            result = Refused(SessionReason.InvalidAccessToken);
            return true;
        }

        var agent = session.ReadAgent(request.Traits, _context.Extractor);
        bool known = session.TryRecall(agent, out var requester);
        if (!known && (_context.Options.FingerprintCheck == FingerprintCheck.Exchange || session.HasRequester(keys.RequesterTag(agent))))
        {
            session.Remember(agent, SessionReason.None);
            known = true;
        }

        var reason = AuthenticateTable.Decide(
            new(session.ExpiresAt, session.Compare(request.Device, keys), _context.Refusals.ReasonOf(session.Token), requester), now);
        if (reason != SessionReason.None)
        {
            if (reason is SessionReason.AccessExpired or SessionReason.SessionNotActive or SessionReason.Superseded) // for good
            {
                _verified.Remove(text);
            }

            result = Refused(reason);
            return true;
        }

        if (!known || !_context.Feed.IsCurrent || !_context.Refusals.IsWhole(session.Token))
        {
            open = new OpenCase(session, agent, known);
            result = default;
            return false;
        }

        _context.Blindness.Seeing(now);
        result = Admit(session, request.Background, now);
        return true;
    }

    /// <summary>Verifies without allocating, and keeps what is verified.</summary>
    private TokenStatus Verify(ReadOnlySpan<char> text, DateTimeOffset now, out AuthenticatedSession? session)
    {
        session = null;
        var status = _context.Tokens.ReadAccess(text, now, out var token);
        if (status == TokenStatus.Ok)
        {
            session = new AuthenticatedSession(token);
            if (now < token.ExpiresAt && _context.Refusals.ReasonOf(session.Token) == SessionReason.None)
            {
                session = _verified.Add(text, session, now);
            }
        }

        return status;
    }

    private AuthenticateResult Admit(AuthenticatedSession session, bool background, DateTimeOffset now)
    {
        if (!session.Noted) // R3: the first sight of a generation is written at once
        {
            session.Noted = true;
            _context.Marks.Seen(session.Id, session.Generation, now, background);
            session.NextTouch = background ? 0 : (now + _context.Options.TouchInterval).UtcTicks;
        }
        else if (!background && now.UtcTicks >= session.NextTouch) // R6
        {
            session.NextTouch = (now + _context.Options.TouchInterval).UtcTicks;
            _context.Marks.Used(session.Id, session.Generation, now);
        }

        return new AuthenticateResult(SessionReason.None, session);
    }

    /// <summary>The requester is another than the one the token was minted for, or the feed is not current: the row decides.</summary>
    private async ValueTask<AuthenticateResult> AskRowAsync(
        OpenCase open, AuthenticateRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (session, agent, known) = open;
        SessionRow? row;
        try
        {
            row = await (known ? LookAsync(session, now, cancellationToken) : _context.Store.FindAsync(session.Id, cancellationToken)).ConfigureAwait(false);
        }
        catch (SessionStoreException) when (known && _context.Blindness.IsShort(now)) // R7: served on for BlindGrace
        {
            return Admit(session, request.Background, now);
        }

        _context.Blindness.Seeing(now);
        var reason = row switch
        {
            null => SessionReason.SessionNotFound,
            { End: not null } => SessionReason.SessionNotActive,
            _ when session.Floor < row.Access.Floor => SessionReason.Superseded,
            { Held: true } => SessionReason.StepUpRequired, // R4
            _ when known => SessionReason.None,
            _ => await JudgeAsync(session, row, agent, request.Traits, now).ConfigureAwait(false),
        };
        if (reason != SessionReason.None)
        {
            SessionMetrics.Refused("authenticate", reason);
            return AuthenticateResult.Refused(reason);
        }

        return Admit(session, request.Background, now);
    }

    /// <summary>
    /// Reads the row in place of the feed. A store that does not answer holds up a request for one bound at most, and those
    /// that come within the next one not at all.
    /// </summary>
    private async ValueTask<SessionRow?> LookAsync(AuthenticatedSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_context.Blindness.MissedJustNow(now))
        {
            throw new SessionStoreException("The session store did not answer just now; it is asked again shortly.");
        }

        try
        {
            return await _context.Store.FindAsync(session.Id, cancellationToken).AsTask()
                .WaitAsync(_context.Options.RevocationBound, _context.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is SessionStoreException or TimeoutException)
        {
            _context.Blindness.Missed(_context.Now);
            throw failure as SessionStoreException ?? new SessionStoreException("The session store did not answer in time.", failure);
        }
    }

    /// <summary>Once per token and requester: the policy's word, remembered.</summary>
    private async ValueTask<SessionReason> JudgeAsync(
        AuthenticatedSession session, SessionRow row, Agent agent, RequestTraits traits, DateTimeOffset now)
    {
        var reason = await _judge.JudgeAsync(row, _context.Extractor.Extract(traits), now).ConfigureAwait(false);
        session.Remember(agent, reason);
        return reason;
    }

    private static AuthenticateResult Refused(SessionReason reason)
    {
        SessionMetrics.Refused("authenticate", reason);
        return AuthenticateResult.Refused(reason);
    }

    /// <summary>A token that is good as far as it goes: the row says the rest.</summary>
    /// <param name="Session">The token's session.</param>
    /// <param name="Agent">Who shows it.</param>
    /// <param name="Known">Whether that is known to be right.</param>
    private readonly record struct OpenCase(AuthenticatedSession Session, Agent Agent, bool Known);
}
