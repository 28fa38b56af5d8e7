using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Tests;

public sealed class AllocationTests
{
    private const int Rounds = 2_000;

    /// <summary>The ticket with its properties, the result, its task, the principal and the identity: what the framework asks of every handler, and our own identity.</summary>
    private const int MostBytes = 1_100;

    [Fact]
    public async Task An_authenticated_request_allocates_little_more_than_its_ticket_and_principal()
    {
        await using var app = await TestApp.CookieAsync();
        var device = Guid.NewGuid();
        var grant = (await app.Sessions.StartAsync(new StartRequest { Subject = "alice", Device = device, Scopes = ["read", "write", "admin"] })).Grant!;
        await using var scope = app.Web.Services.CreateAsyncScope();
        var schemes = scope.ServiceProvider.GetRequiredService<IAuthenticationSchemeProvider>();
        var scheme = (await schemes.GetSchemeAsync(SessvmDefaults.Scheme))!;
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = "GET";
        context.Request.Scheme = "http";
        context.Request.Host = new HostString("localhost");
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers.Cookie = $"other=1; atk={grant.AccessToken.Reveal()}; did={device}; csrf={grant.CsrfToken.Reveal()}";
        var handlers = new SessvmHandler[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            handlers[i] = ActivatorUtilities.CreateInstance<SessvmHandler>(scope.ServiceProvider);
            await handlers[i].InitializeAsync(scheme, context);
        }

        foreach (var handler in handlers.Take(500))
        {
            (await handler.AuthenticateAsync()).Succeeded.ShouldBeTrue();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 500; i < Rounds; i++)
        {
            handlers[i].AuthenticateAsync().IsCompletedSuccessfully.ShouldBeTrue();
        }

        double each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)(Rounds - 500);
        each.ShouldBeLessThan(MostBytes);
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes");
        if (Environment.GetEnvironmentVariable("SHOW") is not null) { Console.WriteLine($"{each} bytes"); }
    }
}
