using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessvm.Client;

/// <summary>
/// Speaks for one session: holds its tokens, trades them, and tells what becomes of it. Safe for many callers at once.
/// It always sends the token itself, in <c>Authorization</c>: that needs no cookie and no CSRF token, and works with servers of both modes.
/// </summary>
public sealed class SessionClient
{
    private readonly SessionClientOptions _options;
    private readonly TokenVault _vault;
    private readonly AuthEndpoints _endpoints;
    private readonly SessionNews _news;
    private readonly SingleFlight<SessionResult> _flight = new();
    private readonly HashSet<string> _origins;
    private readonly ILogger _logger;

    /// <summary>Makes a client with a connection pool of its own, or with yours.</summary>
    /// <param name="options">Where the server is; not changed any more afterwards.</param>
    /// <param name="http">Sends the exchanges. It must not contain a <see cref="SessionHandler"/>. Default: one of the client's own.</param>
    /// <param name="logger">Hears of trouble.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its bounds.</exception>
    public SessionClient(SessionClientOptions options, HttpMessageInvoker? http = null, ILogger<SessionClient>? logger = null)
        : this(options, Always(http ?? PlainHttp()), logger)
    {
    }

    internal SessionClient(SessionClientOptions options, Func<HttpMessageInvoker> http, ILogger? logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        _vault = new TokenVault(options.Store, _logger);
        _endpoints = new AuthEndpoints(options, http, _logger);
        _news = new SessionNews(this, _logger);
        _origins = new HashSet<string>(options.Origins.Append(options.Address!).Select(OriginOf), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The token was traded for a new one.</summary>
    public event EventHandler<SessionResult>? Refreshed
    {
        add => _news.Refreshed += value;
        remove => _news.Refreshed -= value;
    }

    /// <summary>No live session stands behind this client any more: sign in again. Told once, until a request succeeds. The tokens are kept until <see cref="SignOutAsync"/>.</summary>
    public event EventHandler<Refusal>? Ended
    {
        add => _news.Ended += value;
        remove => _news.Ended -= value;
    }

    /// <summary>Fresh credentials are wanted: for one action where there is a <see cref="Refusal.MaxAge"/>, else for everything.</summary>
    public event EventHandler<Refusal>? StepUpRequired
    {
        add => _news.StepUpRequired += value;
        remove => _news.StepUpRequired -= value;
    }

    /// <summary>What is known of the session.</summary>
    public SessionState State => _news.State;

    internal TimeProvider Time => _options.TimeProvider;

    internal ILogger Logger => _logger;

    internal SessionNews News => _news;

    /// <summary>The tokens, from memory, and from the store the first time. A new install gets its device id here.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<SessionTokens> GetTokensAsync(CancellationToken cancellationToken = default)
    {
        if (_vault.Current is { } known)
        {
            return known;
        }

        var tokens = await _vault.LoadAsync(cancellationToken).ConfigureAwait(false);
        if (State == SessionState.SignedOut)
        {
            _news.Enter(tokens);
        }

        return tokens;
    }

    /// <summary>Whether a request to this address carries the token: to the server's own origin, and to those that are listed.</summary>
    /// <param name="address">The address; a WebSocket's counts as the HTTP one that opens it.</param>
    public bool Trusts(Uri? address) => address is { IsAbsoluteUri: true } && _origins.Contains(OriginOf(address));

    /// <summary>Takes the answer of the application's own sign-in, step-up or whatever else gave new tokens.</summary>
    /// <remarks>
    /// Reads <c>atk</c>, <c>rtk</c> and <c>sid</c> of a JSON body, and the cookies <c>atk</c> and <c>did</c> where the body lacks them.
    /// Send that request through a <see cref="SessionHandler"/>: it carries the device id that the session will be bound to.
    /// </remarks>
    /// <param name="answer">The answer; the caller disposes of it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SessionResult> SignInAsync(HttpResponseMessage answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!answer.IsSuccessStatusCode)
        {
            return SessionResult.Refused(await AnswerReader.ReadRefusalAsync(answer, cancellationToken).ConfigureAwait(false));
        }

        var tokens = await SignInReader.ReadAsync(answer, await GetTokensAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (tokens is null)
        {
            return SessionResult.Refused(RefusalReason.InvalidRefreshResponse);
        }

        await SignInAsync(tokens, cancellationToken).ConfigureAwait(false);
        return SessionResult.Success(refreshed: true, tokens.Session);
    }

    /// <summary>Goes by these tokens from now on, in place of all earlier ones. Waits for an exchange that is under way.</summary>
    /// <param name="tokens">An access token, a refresh token, or both, and the device that they are bound to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">There is no token, or one that cannot be one.</exception>
    public async Task SignInAsync(SessionTokens tokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (!tokens.IsSignedIn
            || (tokens.AccessToken is { } access && !AnswerReader.IsToken(access, 'A'))
            || (tokens.RefreshToken is { } refresh && !AnswerReader.IsToken(refresh, 'R'))
            || !Guid.TryParse(tokens.DeviceId, out _))
        {
            throw new ArgumentException("Signing in takes a device id that is a UUID, and an access token (A1.…), a refresh token (R1.…), or both.", nameof(tokens));
        }

        await using var alone = (await _vault.LockAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        await _vault.ReplaceAsync(tokens, cancellationToken).ConfigureAwait(false);
        _news.Enter(tokens);
    }

    /// <summary>Ends the session on the server, and forgets its tokens whatever the server says; the device id stays.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A refusal where the server could not be told: the session then lives there until its deadlines.</returns>
    public async Task<SessionResult> SignOutAsync(CancellationToken cancellationToken = default)
    {
        await using var alone = (await _vault.LockAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var held = await _vault.RereadAsync(cancellationToken).ConfigureAwait(false);
        await _vault.ReplaceAsync(held.SignedOut(), cancellationToken).ConfigureAwait(false);
        _news.Enter(held.SignedOut());
        Refusal? refusal = null;
        if (held is { AccessToken: null, RefreshToken: not null })
        {
            (var pair, refusal) = await _endpoints.ExchangeAsync(held, background: false).ConfigureAwait(false);
            held = pair ?? held; // the server signs out by access token
        }

        refusal = held.AccessToken is null ? refusal : await _endpoints.LogoutAsync(held, cancellationToken).ConfigureAwait(false);
        return refusal is null || refusal.Reason.IsEnd()
            ? SessionResult.Success(refreshed: false, held.Session)
            : SessionResult.Refused(refusal);
    }

    /// <summary>
    /// Trades the token for itself (still good) or its successor (expired); a refresh token, where there is one, for the next pair.
    /// One flies at a time, among all who share the store. Expected failures are results.
    /// </summary>
    /// <param name="background">A timer asks, not a person: the idle deadline is not moved.</param>
    /// <param name="cancellationToken">Gives up waiting; the exchange goes on for others.</param>
    public async Task<SessionResult> RefreshAsync(bool background = false, CancellationToken cancellationToken = default)
    {
        var held = await GetTokensAsync(cancellationToken).ConfigureAwait(false);
        return await CureAsync(held, exchanges: true, background, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Trades the refresh token for the next pair.</summary>
    /// <param name="cancellationToken">Gives up waiting; the rotation goes on for others.</param>
    /// <exception cref="InvalidOperationException">There is no refresh token: sign-in did not ask for one.</exception>
    public async Task<SessionResult> RotateAsync(CancellationToken cancellationToken = default)
    {
        var held = await GetTokensAsync(cancellationToken).ConfigureAwait(false);
        return held.RefreshToken is not null || !held.IsSignedIn
            ? await CureAsync(held, exchanges: true, background: false, cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException("There is no refresh token. Ask for one at sign-in, or call RefreshAsync, which trades the access token.");
    }

    /// <summary>Fetches a one-use ticket for a handshake that can carry no header; 30 seconds to live.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The ticket, or why there is none.</returns>
    public async Task<(string? Ticket, Refusal? Refusal)> GetTicketAsync(CancellationToken cancellationToken = default)
    {
        var held = await GetTokensAsync(cancellationToken).ConfigureAwait(false);
        var answer = await _endpoints.TicketAsync(held, cancellationToken).ConfigureAwait(false);
        if (answer.Refusal is { } refusal)
        {
            if (IsCurable(refusal) && (await CureAsync(held, refusal, cancellationToken).ConfigureAwait(false)).Succeeded)
            {
                held = await GetTokensAsync(cancellationToken).ConfigureAwait(false);
                answer = await _endpoints.TicketAsync(held, cancellationToken).ConfigureAwait(false);
            }
        }

        Note(answer.Refusal, held);

        return answer;
    }

    internal static bool IsCurable(Refusal refusal) => refusal.Reason is RefusalReason.AccessExpired or RefusalReason.Superseded;

    /// <summary>Gets a token that is not the one that was refused: what another has fetched meanwhile, else by an exchange.</summary>
    internal Task<SessionResult> CureAsync(SessionTokens refused, Refusal refusal, CancellationToken cancellationToken) =>
        CureAsync(refused, refusal.Reason == RefusalReason.AccessExpired, background: false, cancellationToken);

    /// <summary>Hears what became of a request that was sent with these tokens. News of an earlier session is none.</summary>
    internal void Note(Refusal? refusal, SessionTokens sent)
    {
        if (sent.IsSignedIn && _vault.Current is { } now && now.AccessToken == sent.AccessToken)
        {
            if (refusal is null)
            {
                _news.Accepted();
            }
            else
            {
                _news.Tell(refusal);
            }
        }
    }

    private Task<SessionResult> CureAsync(SessionTokens seen, bool exchanges, bool background, CancellationToken cancellationToken)
    {
        if (_vault.Current is { IsSignedIn: true } now && now.AccessToken != seen.AccessToken)
        {
            return Task.FromResult(SessionResult.Success(refreshed: false, now.Session));
        }

        string key = $"{(exchanges ? 'x' : 'r')}{(background ? 'b' : 'f')} {seen.AccessToken ?? seen.RefreshToken}";
        return _flight.RunAsync(key, () => ExchangeAsync(seen, exchanges, background)).WaitAsync(cancellationToken);
    }

    // Told after the lock is given back: a listener may sign in or out.
    private async Task<SessionResult> ExchangeAsync(SessionTokens seen, bool exchanges, bool background)
    {
        var result = await ExchangeAloneAsync(seen, exchanges, background).ConfigureAwait(false);
        if (result.Refreshed)
        {
            _news.TellRefreshed(result);
        }
        else if (result.Succeeded)
        {
            _news.Enter(_vault.Current!);
        }
        else
        {
            Refuse(result.Refusal, seen);
        }

        return result;
    }

    private async Task<SessionResult> ExchangeAloneAsync(SessionTokens seen, bool exchanges, bool background)
    {
        await using var alone = (await _vault.LockAsync(CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        var held = await _vault.RereadAsync(CancellationToken.None).ConfigureAwait(false);
        if (!held.IsSignedIn)
        {
            return SessionResult.Refused(RefusalReason.MissingBearer);
        }

        if (held.AccessToken != seen.AccessToken)
        {
            return SessionResult.Success(refreshed: false, held.Session); // another, in this process or beside it, was first
        }

        if (!exchanges)
        {
            return SessionResult.Refused(RefusalReason.Superseded);
        }

        var (next, refusal) = await _endpoints.ExchangeAsync(held, background).ConfigureAwait(false);
        if (next is null)
        {
            return SessionResult.Refused(refusal!);
        }

        if (next != held)
        {
            await _vault.AdvanceAsync(held, next).ConfigureAwait(false);
        }

        return SessionResult.Success(next.AccessToken != held.AccessToken, next.Session);
    }

    private void Refuse(Refusal refusal, SessionTokens seen)
    {
        if (refusal.Reason.IsTransient() || refusal.Reason == RefusalReason.InvalidRefreshResponse)
        {
            Log.NotRefreshed(_logger, refusal.Code, refusal.Status);
        }

        var now = _vault.Current!;
        if (now.IsSignedIn)
        {
            Note(refusal, seen);
        }
        else
        {
            _news.Tell(refusal); // another process has signed out
            _news.Enter(now);
        }
    }

    private static Func<HttpMessageInvoker> Always(HttpMessageInvoker http) => () => http;

    // No cookie jar, so that nobody else's cookie speaks for this session; no redirect, so that no token follows one.
    private static HttpMessageInvoker PlainHttp() =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) });

    private static string OriginOf(Uri address) => address.Scheme switch
    {
        "ws" => "http://",
        "wss" => "https://",
        _ => address.Scheme + "://",
    } + address.IdnHost + ':' + address.Port;
}
