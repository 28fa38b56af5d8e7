using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>The services of a circuit, as Blazor makes them, over a real session. A real circuit in a browser is in the demo's tests.</summary>
public sealed class CircuitTests
{
    [Fact]
    public async Task A_circuit_turns_anonymous_the_moment_its_session_ends()
    {
        await using var app = await StartAsync();
        await using var circuit = await OpenAsync(app);
        var told = new TaskCompletionSource<ClaimsPrincipal>();
        circuit.Provider.AuthenticationStateChanged += async state => told.SetResult((await state).User);
        (await circuit.Provider.GetAuthenticationStateAsync()).User.GetSession()!.Subject.ShouldBe("alice");

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        (await told.Task).Identity!.IsAuthenticated.ShouldBeFalse();
        (await circuit.Provider.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated.ShouldBeFalse();
        Connections(app).Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_circuit_turns_anonymous_when_a_deadline_passes_and_what_its_user_does_counts_as_use()
    {
        await using var app = await StartAsync("IdleTimeout=01:00:00", "TouchInterval=00:00:01");
        await using var circuit = await OpenAsync(app);
        var told = new TaskCompletionSource();
        circuit.Provider.AuthenticationStateChanged += _ => told.SetResult();
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await circuit.Handler.CreateInboundActivityHandler(_ => Task.CompletedTask)(null!); // a click
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await app.Sessions.FlushAsync();
        (await circuit.Provider.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated.ShouldBeTrue();

        while (!told.Task.IsCompleted)
        {
            app.Time.Advance(TimeSpan.FromMinutes(11));
            await Task.WhenAny(told.Task, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
        }

        (await circuit.Provider.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_circuit_that_opens_after_the_end_is_anonymous_from_the_start()
    {
        await using var app = await StartAsync();
        await using var circuit = await OpenAsync(app, user => app.Sessions.EndAsync(EndTarget.One(user.GetSession()!.Id), EndReason.Revoked).AsTask());
        (await circuit.Provider.GetAuthenticationStateAsync()).User.Identity!.IsAuthenticated.ShouldBeFalse();
    }

    [Fact]
    public async Task A_circuit_that_closes_is_forgotten()
    {
        await using var app = await StartAsync();
        await using (var circuit = await OpenAsync(app))
        {
            Connections(app).Count.ShouldBe(1);
            await circuit.Handler.OnCircuitClosedAsync(null!, default);
            Connections(app).Count.ShouldBe(0);
        }
    }

    private static Task<TestApp> StartAsync(params string[] settings) => TestApp.CookieAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        },
        null,
        settings);

    private static async Task<OpenCircuit> OpenAsync(TestApp app, Func<ClaimsPrincipal, Task>? before = null)
    {
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        var scheme = app.Web.Services.GetRequiredKeyedService<SessvmScheme>(SessvmDefaults.Scheme);
        var result = await app.Sessions.AuthenticateAsync(new(login.GetProperty("atk").GetString()!.AsMemory(), browser.Device, new Fingerprints.RequestTraits(browser.Agent, null, null, null)));
        var user = new ClaimsPrincipal(new SessvmIdentity(scheme.Claims.TemplateOf(result.Session!), result.Session!));
        if (before is not null)
        {
            await before(user);
        }

        var scope = app.Web.Services.CreateAsyncScope();
        var provider = scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)provider).SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        var handler = scope.ServiceProvider.GetServices<CircuitHandler>().OfType<SessionCircuit>().Single();
        await handler.OnCircuitOpenedAsync(null!, default);
        return new OpenCircuit(scope, provider, handler);
    }

    private static LiveConnections Connections(TestApp app) => app.Web.Services.GetRequiredService<LiveConnections>();

    private sealed record OpenCircuit(AsyncServiceScope Scope, AuthenticationStateProvider Provider, SessionCircuit Handler) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Scope.DisposeAsync();
    }
}
