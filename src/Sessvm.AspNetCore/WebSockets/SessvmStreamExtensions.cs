using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Answers that stay open: server-sent events, streams of gRPC, long downloads.</summary>
public static class SessvmStreamExtensions
{
    /// <summary>
    /// Aborts a request the moment the session that it came with ends (R7), and counts it among the live connections while it
    /// lasts. Requests without a session are left alone: add <c>RequireAuthorization</c>.
    /// </summary>
    /// <typeparam name="TBuilder">The builder's type.</typeparam>
    /// <param name="builder">The endpoint or group.</param>
    public static TBuilder EndWithSession<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(static endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = context => RunAsync(context, next);
            }
        });
        return builder;
    }

    private static Task RunAsync(HttpContext context, RequestDelegate next) =>
        context.User.Identities.OfType<SessvmIdentity>().FirstOrDefault() is { } identity
            ? FollowAsync(context, next, identity, context.RequestServices.GetRequiredService<SchemeRegistry>().Get(identity.Scheme).Connections)
            : next(context);

    private static async Task FollowAsync(HttpContext context, RequestDelegate next, SessvmIdentity identity, LiveConnections connections)
    {
        var request = new OpenRequest(context);
        var admission = connections.TryRegister(identity.Session, identity.Session.ExpiresAt, _ => request.Abort(), out var connection);
        if (admission != Admission.Admitted)
        {
            await Crowding.RefuseAsync(context, admission);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            connection!.Dispose();
            request.Leave();
        }
    }

    /// <summary>Aborts its request, but never the one that is given the same context after it.</summary>
    private sealed class OpenRequest(HttpContext context)
    {
        private readonly Lock _gate = new();
        private bool _left;

        public void Abort()
        {
            lock (_gate)
            {
                if (!_left)
                {
                    context.Abort();
                }
            }
        }

        public void Leave()
        {
            lock (_gate)
            {
                _left = true;
            }
        }
    }
}
