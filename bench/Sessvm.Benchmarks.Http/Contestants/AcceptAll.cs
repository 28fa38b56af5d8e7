using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>The limit: a handler that accepts everything without looking. What it costs is the framework's.</summary>
internal sealed class AcceptAll : Contestant
{
    public override string Name => "accept-all";

    public override string Title => "a handler that accepts everything without looking";

    public override void AddTo(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, Handler>(Name, null);

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client) => Task.FromResult<IReadOnlyList<string>>([]);

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ClaimsIdentity Identity = new(Claims, "unseen");

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Identity), Scheme.Name)));
    }
}
