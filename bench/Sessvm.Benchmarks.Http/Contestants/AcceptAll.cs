using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>The limit: a handler that accepts everything without looking. What it costs is the framework's.</summary>
/// <param name="name">Its name.</param>
/// <param name="like">Whose users' requests it is sent.</param>
internal sealed class AcceptAll(string name, string like) : Contestant
{
    public override string Name => name;

    public override string Title => $"accepts everything without looking, sent what {like} is sent";

    public override string? AskedLike => like;

    public override void AddTo(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, Handler>(Name, null);

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user) => Task.FromResult<IReadOnlyList<string>>([]);

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ClaimsIdentity Identity = new(Claims(0), "unseen");

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Identity), Scheme.Name)));
    }
}
