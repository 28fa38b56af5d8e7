using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Sessions;
using Sessvm.Stores;
using Outcome = Microsoft.AspNetCore.Authentication.AuthenticateResult;

namespace Sessvm.AspNetCore;

/// <summary>Authenticates requests by their session, challenges and forbids, and signs in and out.</summary>
internal sealed class SessvmHandler(
    IOptionsMonitor<SessvmOptions> options, ILoggerFactory logger, UrlEncoder encoder, SchemeRegistry schemes)
    : SignInAuthenticationHandler<SessvmOptions>(options, logger, encoder)
{
    /// <summary>What stands for the events that this handler does not have: spares an allocation a request.</summary>
    public static readonly object NoEvents = new();

    private SessvmScheme _scheme = null!;
    private bool _cameByHttps;
    private TimeSpan? _maxAge;

    /// <summary>The parts of the scheme.</summary>
    public SessvmScheme Parts => _scheme;

    /// <summary>What the request carries, once it was authenticated.</summary>
    public Credential Credential { get; private set; }

    /// <summary>Why the request was refused.</summary>
    public SessionReason Reason { get; private set; }

    /// <summary>The session of the request, where it was accepted.</summary>
    public AuthenticatedSession? Session { get; private set; }

    /// <summary>Whether that session waits for fresh credentials, and the endpoint serves it all the same.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>What a sign-in or a step-up of this request gave.</summary>
    public SessionGrant? Grant { get; private set; }

    /// <summary>Where the log goes.</summary>
    public ILogger Log => Logger;

    /// <summary>The request that is handled.</summary>
    public HttpContext Http => Context;

    /// <summary>Starts a session for a principal, or renews the one that the same user has on this device.</summary>
    public async Task<StartResult> StartAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        ArgumentNullException.ThrowIfNull(user);
        SignInOrigin.Require(Context, _scheme);
        await HandleAuthenticateOnceSafeAsync();
        if (_cameByHttps != Request.IsHttps)
        {
            AspNetCore.Log.AuthenticatedTooEarly(Logger);
        }

        var result = await SignIn.RunAsync(this, user, properties ?? new AuthenticationProperties());
        Grant = result.Grant;
        return result;
    }

    /// <summary>Renews the session of this request, whose user has given fresh credentials.</summary>
    public async Task<RenewResult> StepUpAsync(SessionChange? change)
    {
        SignInOrigin.Require(Context, _scheme);
        await HandleAuthenticateOnceSafeAsync();
        var result = await StepUp.RunAsync(this, change);
        Grant = result.Grant ?? Grant;
        return result;
    }

    protected override Task InitializeHandlerAsync()
    {
        _scheme = schemes.Get(Scheme.Name);
        return Task.CompletedTask;
    }

    protected override Task<Outcome> HandleAuthenticateAsync()
    {
        _cameByHttps = Request.IsHttps;
        Credential = CredentialReader.Read(Request, _scheme, out bool foreign);
        if (Credential.Source == CredentialSource.None)
        {
            return foreign ? Failures.Nothing : Nothing();
        }

        if (Credential.DeviceClash)
        {
            return Refuse(SessionReason.DeviceMismatch);
        }

        bool socket = Handshake.IsWebSocket(Request);
        switch (Credential.Source)
        {
            case CredentialSource.Cookie when socket && !Handshake.HasCheckedOrigin(Request, _scheme.Origins):
                return Refuse(SessionReason.CrossSite);
            case CredentialSource.Query when socket: // an address is logged all along the way: a ticket is worth nothing then
                return Refuse(SessionReason.InvalidTicket);
            case CredentialSource.Ticket when socket || HubEndpoint.Is(Context):
                return RedeemAsync();
            case CredentialSource.Ticket or CredentialSource.SubProtocol when !socket:
                return Nothing();
        }

        var endpoint = EndpointFacts.Of(Context);
        var brief = new AuthenticateRequest(Credential.Token, Credential.Device, Requests.AgentOf(Request), Background.Is(Context, endpoint));
        return !_scheme.Service.TryAuthenticate(brief, out var result)
            ? ContinueAsync(_scheme.Service.AuthenticateAsync(Question(Credential.Token), Context.RequestAborted))
            : NeedsMore(result, endpoint) ? ContinueAsync(new(result)) : Settle(result);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        var reason = Reason == SessionReason.None ? SessionReason.MissingBearer : Reason;
        if (Options.LoginPath.HasValue && reason.ToStatus() == StatusCodes.Status401Unauthorized && Navigation.Is(Request))
        {
            Navigation.Redirect(Context, Options.LoginPath, Options.ReturnUrlParameter, properties.RedirectUri);
            return;
        }

        await Answers.RefuseAsync(Context, reason, _maxAge);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Reason != SessionReason.None) // signed in, and refused by a full verdict since
        {
            return HandleChallengeAsync(properties);
        }

        if (Options.AccessDeniedPath.HasValue && Navigation.Is(Request))
        {
            Navigation.Redirect(Context, Options.AccessDeniedPath, Options.ReturnUrlParameter, properties.RedirectUri);
            return Task.CompletedTask;
        }

        return Denial.WriteAsync(Context, Context.User);
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        var result = await StartAsync(user, properties);
        if (!result.Succeeded)
        {
            throw new AuthenticationFailureException(
                $"The sign-in was refused: {result.Reason.ToCode()}. Call HttpContext.SessvmSignInAsync, which answers this as a result.");
        }
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        SignInOrigin.Require(Context, _scheme); // an expired token is nobody to the CSRF middleware, and signs out all the same
        await HandleAuthenticateOnceSafeAsync();
        if (Grant is { } grant) // signed in and out by one request
        {
            await _scheme.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.SignedOut, Context.RequestAborted);
        }

        if (Credential.Source is not CredentialSource.None and not CredentialSource.Ticket)
        {
            await _scheme.Service.SignOutAsync(Credential.Token.ToString(), Context.RequestAborted);
        }

        Grant = null;
        Session = null;
        CookieWriter.Clear(Context, _scheme);
    }

    /// <summary>Exchanges the token of this request and goes on with its successor.</summary>
    private async Task<Outcome> ContinueAsync(ValueTask<Sessions.AuthenticateResult> pending)
    {
        try
        {
            var result = await pending;
            if (result.Reason == SessionReason.AccessExpired)
            {
                var (reason, successor) = await OnTheWayIn.ExchangeAsync(this);
                result = successor is null
                    ? Sessions.AuthenticateResult.Refused(reason)
                    : await _scheme.Service.AuthenticateAsync(Question(successor.AsMemory()), Context.RequestAborted);
            }

            if (await AwaitedSession.ServeAsync(this, result.Reason) is { } held)
            {
                IsHeld = true;
                result = new Sessions.AuthenticateResult(SessionReason.None, held);
            }

            if (result.Succeeded && await Forged(result.Session) is var forged and not SessionReason.None)
            {
                return await Refuse(forged);
            }

            return await Settle(result);
        }
        catch (SessionStoreException failure)
        {
            return await Unavailable(failure);
        }
    }

    private async Task<Outcome> RedeemAsync()
    {
        try
        {
            var (reason, session) = await Tickets.RedeemAsync(this);
            return session is null ? await Refuse(reason) : await Settle(new Sessions.AuthenticateResult(SessionReason.None, session));
        }
        catch (SessionStoreException failure)
        {
            return await Unavailable(failure);
        }
    }

    private Task<Outcome> Settle(in Sessions.AuthenticateResult result)
    {
        if (!result.Succeeded)
        {
            return Refuse(result.Reason);
        }

        Session = result.Session;
        if (Request.QueryString.HasValue && HubEndpoint.Is(Context))
        {
            Context.Items[_scheme] = _scheme.FingerprintOf(Context); // a long-polling connection keeps a copy of the context, with its items alone
        }

        var identity = new SessvmIdentity(_scheme.Claims.TemplateOf(result.Session), result.Session) { IsHeld = IsHeld };
        return Task.FromResult(Outcome.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    /// <summary>Notes that the session was refused after its token had been accepted: the answer is a challenge.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="maxAge">How old the credentials may be, where that is why; of several, the least.</param>
    public void Withdraw(SessionReason reason, TimeSpan? maxAge = null)
    {
        Reason = reason;
        _maxAge = _maxAge is { } other && maxAge > other ? other : maxAge ?? _maxAge;
    }

    private Task<Outcome> Refuse(SessionReason reason)
    {
        Reason = reason;
        return Failures.For(reason);
    }

    private Task<Outcome> Nothing()
    {
        Reason = SessionReason.MissingBearer;
        return Failures.Nothing;
    }

    private Task<Outcome> Unavailable(SessionStoreException failure)
    {
        AspNetCore.Log.StoreFailed(Logger, Scheme.Name, failure);
        return Refuse(SessionReason.StoreUnavailable);
    }

    private AuthenticateRequest Question(ReadOnlyMemory<char> token) => new(token, Credential.Device, Parts.TraitsOf(Context), Background.Is(Context));

    private bool NeedsMore(in Sessions.AuthenticateResult result, EndpointFacts endpoint) =>
        (Credential.Source == CredentialSource.Cookie
            && (result.Reason == SessionReason.AccessExpired || (result.Succeeded && !Requests.IsSafe(Context, endpoint))))
        || AwaitedSession.MayServe(Context, result.Reason);

    /// <summary>
    /// CSRF is checked after routing by the middleware. Where authentication comes later than that, it is checked here;
    /// and where the middleware is missing, nothing goes on.
    /// </summary>
    private ValueTask<SessionReason> Forged(AuthenticatedSession session)
    {
        if (Credential.Source != CredentialSource.Cookie || Requests.IsSafe(Context) || CsrfExemption.Has(Context))
        {
            return new(SessionReason.None);
        }

        if (!schemes.ChecksCsrf)
        {
            throw new InvalidOperationException(
                "A request with an unsafe method came with a session cookie, and nothing checks CSRF. Call app.UseSessvm() after app.UseAuthentication().");
        }

        // No endpoint: a branch of the pipeline may answer, which the middleware never sees.
        return CsrfMiddleware.HasPassed(Context) || Context.GetEndpoint() is null
            ? CsrfCheck.RunAsync(Context, _scheme, Credential, session.Id)
            : new(SessionReason.None);
    }
}
