using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.Csrf;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// Sessions that live on the server: start, authenticate, exchange, rotate, renew, end. Expected outcomes are results;
/// a store that fails throws <see cref="SessionStoreException"/>. Safe for use by many threads.
/// </summary>
public sealed class SessionService : IAsyncDisposable
{
    private readonly SessionContext _context;
    private readonly SessionStart _start;
    private readonly SessionAuthentication _authentication;
    private readonly SessionExchange _exchange;
    private readonly SessionRotation _rotation;
    private readonly SessionRenewal _renewal;
    private readonly SessionEnding _ending;
    private readonly SessionData _data;
    private readonly SessionTickets _tickets;
    private readonly SessionOpening _opening;
    private readonly SessionFreshness _freshness;
    private readonly AwaitedStepUp _awaited;
    private readonly Reassertion _reassertion;

    /// <summary>Makes the service.</summary>
    /// <param name="setup">Its options and parts.</param>
    /// <exception cref="ArgumentException">An option is not allowed; the message says which, and what is allowed.</exception>
    public SessionService(SessionSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        _context = new SessionContext(setup);
        _ending = new SessionEnding(_context);
        _start = new SessionStart(_context, _ending);
        _authentication = new SessionAuthentication(_context, _ending);
        _exchange = new SessionExchange(_context, _ending);
        _rotation = new SessionRotation(_context, _ending);
        _renewal = new SessionRenewal(_context, _ending);
        _data = new SessionData(_context);
        _tickets = new SessionTickets(_context, _ending);
        _opening = new SessionOpening(_context, _ending);
        _freshness = new SessionFreshness(_context);
        _awaited = new AwaitedStepUp(_context, _ending);
        _reassertion = new Reassertion(_context, _ending, setup.Time, setup.Logger ?? NullLogger.Instance);
    }

    /// <summary>Raised when this node hears that a session has ended: live connections are to be closed (R7).</summary>
    public event Action<SessionId, EndReason>? Ended
    {
        add => _context.Refusals.Ended += value;
        remove => _context.Refusals.Ended -= value;
    }

    /// <summary>The options in force.</summary>
    public SessionOptions Options => _context.Options;

    /// <summary>Mints and checks CSRF tokens of this service's sessions.</summary>
    public CsrfTokens Csrf => _context.Csrf;

    /// <summary>Reads and mints this service's tokens.</summary>
    public TokenCodec Tokens => _context.Tokens;

    /// <summary>Reduces requests to fingerprints.</summary>
    public FingerprintExtractor Fingerprints => _context.Extractor;

    /// <summary>Starts a session: one round trip to the store. The same subject on the same device replaces its earlier session.</summary>
    /// <param name="request">Who, where, and with what rights.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">A part of the request is out of bounds.</exception>
    public ValueTask<StartResult> StartAsync(StartRequest request, CancellationToken cancellationToken = default) =>
        _start.RunAsync(request, cancellationToken);

    /// <summary>Judges the token of a request. Completes at once, without the store and without allocation, where the token has been seen before.</summary>
    /// <param name="request">The token, and what else the request says.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<AuthenticateResult> AuthenticateAsync(AuthenticateRequest request, CancellationToken cancellationToken = default) =>
        _authentication.RunAsync(request, cancellationToken);

    /// <summary>Judges the token of a request where that takes neither the store nor more of its traits than the agent and its hints.</summary>
    /// <returns>Whether it is judged. Where it is not, nothing has been done: call <see cref="AuthenticateAsync"/>.</returns>
    internal bool TryAuthenticate(in AuthenticateRequest request, out AuthenticateResult result) => _authentication.TryRun(request, out result);

    /// <summary>Trades an access token for itself (still valid) or its successor (expired).</summary>
    /// <param name="request">The token, and who presents it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken cancellationToken = default) =>
        _exchange.RunAsync(request, cancellationToken);

    /// <summary>Trades a refresh token for the next pair.</summary>
    /// <param name="request">The refresh token, and who presents it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<RotateResult> RotateAsync(ExchangeRequest request, CancellationToken cancellationToken = default) =>
        _rotation.RunAsync(request, cancellationToken);

    /// <summary>Forces a new generation now, with no overlap: every older token is refused at once, on every node.</summary>
    /// <param name="request">Which session, and what changes.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">A part of the request is out of bounds.</exception>
    public ValueTask<RenewResult> RenewAsync(RenewRequest request, CancellationToken cancellationToken = default) =>
        _renewal.RunAsync(request, cancellationToken);

    /// <summary>
    /// Whether the credentials behind a session's token, of its start or of its last renewal with fresh ones, are young enough.
    /// Reads the store once a token at most, and not at all where the token itself is older.
    /// </summary>
    /// <param name="session">The session, as a request has it.</param>
    /// <param name="maxAge">How old they may be: more than nothing, and at most <see cref="SessionOptions.AbsoluteTimeout"/>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns><see cref="SessionReason.None"/> where they are; <see cref="SessionReason.StepUpRequired"/> where they are not; or why the session is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is out of bounds.</exception>
    public ValueTask<SessionReason> CheckFreshAsync(AuthenticatedSession session, TimeSpan maxAge, CancellationToken cancellationToken = default) =>
        _freshness.CheckAsync(session, maxAge, cancellationToken);

    /// <summary>The row of a session, ended or not; <see langword="null"/> where there is none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<SessionRow?> FindAsync(SessionId session, CancellationToken cancellationToken = default) =>
        _context.Store.FindAsync(session, cancellationToken);

    /// <summary>The live sessions of a subject, oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, CancellationToken cancellationToken = default) =>
        _context.Store.ListAsync(subject, _context.Now, cancellationToken);

    /// <summary>Ends sessions, and has every node refuse their tokens.</summary>
    /// <param name="target">One session, a family, or a subject's, with one exception at most.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The sessions that this call ended.</returns>
    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, EndReason reason, CancellationToken cancellationToken = default) =>
        _ending.RunAsync(target, reason, cancellationToken);

    /// <summary>Ends the session of an access token, also an expired or a superseded one: signing out always works.</summary>
    /// <param name="token">The access token.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether the token was genuine.</returns>
    public ValueTask<bool> SignOutAsync(string token, CancellationToken cancellationToken = default) =>
        _ending.SignOutAsync(token, cancellationToken);

    /// <summary>Reads an entry of a row's data bag; <see langword="default"/> where there is none.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="row">The row.</param>
    /// <param name="key">The entry.</param>
    public static T? ReadData<T>(SessionRow row, DataKey<T> key) => SessionData.Read(row, key);

    /// <summary>Changes an entry of a session's data bag by compare-and-swap: no update is lost.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="session">The session.</param>
    /// <param name="key">The entry.</param>
    /// <param name="change">Makes the new value of the old; <see langword="null"/> removes it. Called again after a conflict.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<DataOutcome> ChangeDataAsync<T>(SessionId session, DataKey<T> key, Func<T?, T?> change, CancellationToken cancellationToken = default) =>
        _data.ChangeAsync(session, key, change, cancellationToken);

    /// <summary>Mints a ticket for a WebSocket handshake: one use, 30 seconds. No store is asked.</summary>
    /// <param name="session">The session that asks.</param>
    /// <param name="device">The device that may use it.</param>
    /// <param name="origin">The origin that may use it; empty where the client has none.</param>
    public TokenText MintTicket(AuthenticatedSession session, Guid device, string origin) =>
        _tickets.Mint(session, device, origin);

    /// <summary>Uses a ticket up.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="device">The device id that came with it; <see langword="null"/> where none did.</param>
    /// <param name="origin">The origin of the handshake; empty where there is none.</param>
    /// <param name="fingerprint">What the handshake says of the device.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<RedeemResult> RedeemTicketAsync(
        string ticket, Guid? device, string origin, Fingerprint fingerprint, CancellationToken cancellationToken = default) =>
        _tickets.RedeemAsync(ticket, device, origin, fingerprint, cancellationToken);

    /// <summary>Notes that a session was used, as messages on a live connection do (R6). Never waits.</summary>
    /// <param name="session">The session.</param>
    /// <param name="generation">The generation in use.</param>
    public void Touch(SessionId session, uint generation) => _context.Marks.Used(session, generation, _context.Now);

    /// <summary>Whether this node knows that a session has ended, or that its tokens with this floor were renewed away (R7).</summary>
    /// <param name="session">The session.</param>
    /// <param name="floor">The floor of the token in use.</param>
    public bool IsRefused(SessionId session, uint floor) => _context.Refusals.Refuses(session, floor);

    /// <summary>Writes the marks that wait and seeds the new sessions that do, and waits for it. For an orderly shutdown.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async ValueTask FlushAsync(CancellationToken cancellationToken = default)
    {
        await _context.Marks.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _context.Seeds.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes rows that lapsed longer ago than a token of them could matter: one small step.</summary>
    /// <param name="limit">The most rows to look at: 1 to 100,000.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask<PurgeResult> PurgeAsync(int limit = 1000, CancellationToken cancellationToken = default) =>
        _context.Store.PurgeAsync(_context.Now - _context.PurgeMargin, limit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reassertion.DisposeAsync().ConfigureAwait(false);
        await _context.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Whether this node hears of ends within the bound (R7).</summary>
    internal bool HearsOfEnds => _context.Feed.IsCurrent;

    /// <summary>Whether this node has for longer than the grace neither heard of ends nor reached the store (R7).</summary>
    internal bool IsBlind => !_context.Blindness.IsShort(_context.Now);

    /// <summary>The row of a session whose connection goes on only as long as the row says so.</summary>
    internal async ValueTask<SessionRow?> LookAsync(SessionId session, CancellationToken cancellationToken)
    {
        var row = await _context.Store.FindAsync(session, cancellationToken).ConfigureAwait(false);
        _context.Blindness.Seeing(_context.Now);
        return row;
    }

    /// <summary>The session that waits for fresh credentials behind a token, expired or not; <see langword="null"/> where none waits.</summary>
    internal ValueTask<AuthenticatedSession?> FindAwaitingStepUpAsync(ExchangeRequest request, CancellationToken cancellationToken) =>
        _awaited.FindAsync(request, cancellationToken);

    /// <summary>Whether a live connection of a session may open, and the row that it then follows.</summary>
    internal ValueTask<(SessionReason Reason, SessionRow? Row)> OpenAsync(
        SessionId session, Fingerprint fingerprint, CancellationToken cancellationToken) =>
        _opening.RunAsync(session, fingerprint, cancellationToken);
}
