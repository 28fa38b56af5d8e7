using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>
/// The least that tells users apart: the header is looked up in a dictionary, which has claims for it. It knows no expiry,
/// no end of a session, no device; anything is accepted. What it costs over a handler that looks at nothing is the
/// dictionary's and the processor's caches'.
/// </summary>
internal sealed class LooksUp : Contestant
{
    public override string Name => "looks-up";

    public override string Title => "looks the header up in a dictionary and no more, sent what sessvm-bearer is sent";

    public override string? AskedLike => "sessvm-bearer";

    public override void AddTo(WebApplicationBuilder builder) =>
        builder.Services.AddAuthentication(Name).AddScheme<AuthenticationSchemeOptions, Handler>(Name, null);

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user) => Task.FromResult<IReadOnlyList<string>>([]);

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ConcurrentDictionary<string, ClaimsIdentity> Known = new();

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var identity = Known.GetOrAdd(Request.Headers.Authorization.ToString(), static _ => new ClaimsIdentity(Claims(0), "known"));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
