using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Tests;

public sealed class AllocationTests
{
    private const int Rounds = 2_000;
    private const int Warm = 500;
    private const int MostBytes = 300; // BUDGETS: over a handler that accepts everything without looking

    [Fact]
    public async Task An_authenticated_request_allocates_little_more_than_one_that_is_accepted_unseen()
    {
        await using var app = await TestApp.CookieAsync(builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, Unseeing>("Unseeing", null);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        });
        var device = Guid.NewGuid();
        var grant = (await app.Sessions.StartAsync(new StartRequest { Subject = "alice", Device = device, Scopes = ["read", "write", "admin"] })).Grant!;
        await using var scope = app.Web.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers.Cookie = $"other=1; atk={grant.AccessToken.Reveal()}; did={device}; csrf={grant.CsrfToken.Reveal()}";

        double unseen = await MeasureAsync<Unseeing>(context, "Unseeing");
        double ours = await MeasureAsync<SessvmHandler>(context, SessvmDefaults.Scheme);
        (ours - unseen).ShouldBeLessThan(MostBytes, $"{ours} against {unseen} bytes");
    }

    private static async Task<double> MeasureAsync<T>(HttpContext context, string scheme)
        where T : IAuthenticationHandler
    {
        var handlers = new T[Rounds];
        var known = (await context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(scheme))!;
        for (int i = 0; i < Rounds; i++)
        {
            handlers[i] = ActivatorUtilities.CreateInstance<T>(context.RequestServices);
            await handlers[i].InitializeAsync(known, context);
        }

        for (int i = 0; i < Warm; i++)
        {
            (await handlers[i].AuthenticateAsync()).Succeeded.ShouldBeTrue();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        bool all = true;
        for (int i = Warm; i < Rounds; i++)
        {
            all &= handlers[i].AuthenticateAsync().IsCompletedSuccessfully;
        }

        double each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Rounds - Warm);
        all.ShouldBeTrue();
        return each;
    }

    private sealed class Unseeing(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly ClaimsIdentity Identity = new("unseen");

        protected override Task<Microsoft.AspNetCore.Authentication.AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Microsoft.AspNetCore.Authentication.AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Identity), Scheme.Name)));
    }
}
