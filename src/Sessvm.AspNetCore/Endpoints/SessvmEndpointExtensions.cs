using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sessvm;
using Sessvm.AspNetCore;
using Sessvm.Stores;
using Log = Sessvm.AspNetCore.Log;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of a scheme.</summary>
public static class SessvmEndpointExtensions
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";

    /// <summary>
    /// Maps refresh, rotate, logout, session, sessions, ticket and verify under the scheme's prefix, <c>/auth</c> by default.
    /// On a <see cref="WebApplication"/> that has not called <c>UseSessvm</c> yet, it does that too.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <returns>The group, for conventions of the application's own.</returns>
    public static RouteGroupBuilder MapSessvm(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var registry = endpoints.ServiceProvider.GetService<SchemeRegistry>()
            ?? throw new InvalidOperationException("There are no services of Sessvm; call builder.Services.AddSessvm() first.");
        string name = scheme ?? registry.Primary;
        var parts = registry.Get(name);
        if (endpoints is IApplicationBuilder app && !registry.ChecksCsrf)
        {
            app.UseSessvm();
        }

        var group = endpoints.MapGroup(parts.Options.Prefix)
            .WithTags("Sessions")
            .WithMetadata(new AllowAnonymousAttribute(), CsrfExemption.Own, new NoAntiforgery());
        Map(group, name);
        return group;
    }

    private static void Map(RouteGroupBuilder group, string scheme)
    {
        AcceptAnything(group, scheme, "/refresh", RefreshEndpoint.RunAsync);
        Post(group, scheme, "/refresh", RefreshEndpoint.RunAsync, "Exchanges the access token, expired or not.")
            .WithMetadata(Takes<RefreshBody>(optional: true))
            .WithMetadata(Gives<RefreshAnswer>(200), Gives<RefreshAnswer>(401), Gives<RefreshAnswer>(403), Gives<RefreshAnswer>(429), Gives<RefreshAnswer>(503))
            .WithMetadata(Refuses(400), Refuses(413), Refuses(415));
        AcceptAnything(group, scheme, "/rotate", RotateEndpoint.RunAsync);
        Post(group, scheme, "/rotate", RotateEndpoint.RunAsync, "Trades a refresh token for the next pair.")
            .WithMetadata(Takes<RotateBody>(optional: false))
            .WithMetadata(Gives<RotateAnswer>(200), Gives<RotateAnswer>(401), Gives<RotateAnswer>(429), Gives<RotateAnswer>(503))
            .WithMetadata(Refuses(400), Refuses(413), Refuses(415));
        Post(group, scheme, "/logout", LogoutEndpoint.RunAsync, "Ends the session, also with an expired token.")
            .WithMetadata(Gives(204), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(403), Gives<RefusalAnswer>(503));
        Get(group, scheme, "/session", SessionEndpoint.RunAsync, "Tells the current session.")
            .WithMetadata(Gives<SessionAnswer>(200), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(503))
            .WithMetadata(new AllowWhileHeldAttribute());
        Get(group, scheme, "/sessions", SessionsEndpoint.ListAsync, "Lists the subject's sessions.")
            .WithMetadata(Gives<SessionsAnswer>(200), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(503));
        Route(group, scheme, "/sessions/{handle}", [HttpMethods.Delete], SessionsEndpoint.DeleteAsync, "Ends one of the subject's sessions.")
            .WithMetadata(Gives(204), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(403), Gives<RefusalAnswer>(503))
            .WithMetadata(Refuses(404));
        Post(group, scheme, "/sessions/revoke-others", SessionsEndpoint.RevokeOthersAsync, "Ends the subject's other sessions.")
            .WithMetadata(Gives<RevokeAnswer>(200), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(403), Gives<RefusalAnswer>(503));
        Post(group, scheme, "/ticket", TicketEndpoint.RunAsync, "Gives a one-use ticket for a WebSocket handshake.")
            .WithMetadata(Gives<TicketAnswer>(200), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(403), Gives<RefusalAnswer>(503));
        Route(group, scheme, "/verify", [HttpMethods.Get, HttpMethods.Head], VerifyEndpoint.RunAsync, "Tells a reverse proxy whose request it is.")
            .WithMetadata(Gives(204), Gives<RefusalAnswer>(401), Gives<RefusalAnswer>(403), Gives<RefusalAnswer>(503));
    }

    // Routing itself would answer a wrong content type, with 415 and nothing in it: this one says what is wrong.
    private static void AcceptAnything(
        RouteGroupBuilder group, string scheme, string pattern, Func<HttpContext, SessvmHandler, Task> run) =>
        group.MapPost(pattern, (RequestDelegate)(context => HandleAsync(context, scheme, run))).ExcludeFromDescription();

    private static IEndpointConventionBuilder Post(
        RouteGroupBuilder group, string scheme, string pattern, Func<HttpContext, SessvmHandler, Task> run, string summary) =>
        Route(group, scheme, pattern, [HttpMethods.Post], run, summary);

    private static IEndpointConventionBuilder Get(
        RouteGroupBuilder group, string scheme, string pattern, Func<HttpContext, SessvmHandler, Task> run, string summary) =>
        Route(group, scheme, pattern, [HttpMethods.Get], run, summary);

    private static IEndpointConventionBuilder Route(
        RouteGroupBuilder group, string scheme, string pattern, string[] methods, Func<HttpContext, SessvmHandler, Task> run, string summary)
    {
        RequestDelegate handle = context => HandleAsync(context, scheme, run);
        return group.MapMethods(pattern, methods, handle)
            .WithSummary(summary)
            .WithMetadata(handle.Method); // the API explorer describes only endpoints that have one
    }

    private static async Task HandleAsync(HttpContext context, string scheme, Func<HttpContext, SessvmHandler, Task> run)
    {
        var handler = await SessvmHandlers.GetAsync(context, scheme);
        try
        {
            await run(context, handler);
        }
        catch (SessionStoreException failure) when (!context.Response.HasStarted)
        {
            Log.StoreFailed(handler.Log, scheme, failure);
            await UnavailableAsync(context, run);
        }
    }

    private static Task UnavailableAsync(HttpContext context, Func<HttpContext, SessvmHandler, Task> run) =>
        run == RefreshEndpoint.RunAsync ? RefreshEndpoint.RefuseAsync(context, SessionReason.StoreUnavailable, null)
        : run == RotateEndpoint.RunAsync ? RotateEndpoint.RefuseAsync(context, SessionReason.StoreUnavailable, null)
        : Answers.RefuseAsync(context, SessionReason.StoreUnavailable);

    private static AcceptsMetadata Takes<T>(bool optional) => new([Json], typeof(T), optional);

    private static ProducesResponseTypeMetadata Gives<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] T>(int status) =>
        new(status, typeof(T), [Json]);

    private static ProducesResponseTypeMetadata Gives(int status) => new(status, typeof(void));

    private static ProducesResponseTypeMetadata Refuses(int status) => new(status, typeof(ProblemDetails), [Problem]);

    /// <summary>These endpoints take no antiforgery tokens of the framework: they check CSRF for themselves.</summary>
    private sealed class NoAntiforgery : Antiforgery.IAntiforgeryMetadata
    {
        public bool RequiresValidation => false;
    }
}
