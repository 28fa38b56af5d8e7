using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Sessvm.AspNetCore;

/// <summary>
/// Turns a Blazor Server circuit anonymous the moment its session ends (R7): components that ask who is signed in are told
/// at once, whatever provider of the framework's they ask. What its user does counts as use of the session (R6). In an
/// application without Blazor it stands among the services, and nobody makes one.
/// </summary>
internal sealed class SessionCircuit(SchemeRegistry schemes, AuthenticationStateProvider? provider = null) : CircuitHandler, IDisposable
{
    private static readonly AuthenticationState Nobody = new(new ClaimsPrincipal(new ClaimsIdentity()));

    private LiveConnection? _live;

    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (provider is IHostEnvironmentAuthenticationStateProvider settable
            && (await provider.GetAuthenticationStateAsync()).User.Identities.OfType<SessvmIdentity>().FirstOrDefault() is { } identity)
        {
            // The token is not outlived by its session without the row being asked: the sweep does that.
            _live = schemes.Get(identity.Scheme).Connections.Register(
                identity.Session, identity.Session.ExpiresAt, closing => Close(settable, closing));
        }
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context =>
        {
            _live?.Use();
            return next(context);
        };

    public void Dispose() => _live?.Dispose();

    private static void Close(IHostEnvironmentAuthenticationStateProvider provider, ConnectionClosing closing)
    {
        if (closing.Cause != ClosingCause.NodeStops) // the circuit goes with the node
        {
            provider.SetAuthenticationState(Task.FromResult(Nobody));
        }
    }
}
