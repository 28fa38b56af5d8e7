using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.SignalR;

namespace Sessvm.AspNetCore;

/// <summary>Has every hub connection that a session opened end with it (R7), and counts what its client calls as use (R6). Blazor's own hub is left to <see cref="SessionCircuit"/>.</summary>
internal sealed class SessionHubFilter(SchemeRegistry schemes) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (IdentityOf(context.Context) is not { } identity || context.Hub.GetType().Assembly == typeof(CircuitHandler).Assembly)
        {
            await next(context);
            return;
        }

        var connection = await SessionHubConnection.OpenAsync(context.Context, schemes.Get(identity.Scheme), identity.Session);
        try
        {
            await next(context);
        }
        catch
        {
            connection.Dispose(); // nobody tells a hub that it is disconnected where it refused to connect
            throw;
        }
    }

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        SessionHubConnection.Of(invocationContext.Context)?.Use();
        return next(invocationContext);
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        SessionHubConnection.Of(context.Context)?.Dispose();
        return next(context, exception);
    }

    private static SessvmIdentity? IdentityOf(HubCallerContext caller) => caller.User?.Identities.OfType<SessvmIdentity>().FirstOrDefault();
}
