using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sessvm.GraphQL;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps GraphQL endpoints.</summary>
public static class SessvmGraphQLEndpointExtensions
{
    /// <summary>
    /// Maps GraphQL over HTTP (queries and mutations; over GET queries only) and over WebSocket (<c>graphql-transport-ws</c>, also
    /// over HTTP/2) for signed-in clients. On a <see cref="WebApplication"/> it also adds the framework's WebSocket middleware.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="configure">Bounds other than the usual ones, and whether everybody is served.</param>
    /// <exception cref="InvalidOperationException">A service is missing; the message says which call adds it.</exception>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static IEndpointConventionBuilder MapSessvmGraphQL(
        this IEndpointRouteBuilder endpoints, string pattern = "/graphql", Action<SessvmGraphQLOptions>? configure = null) =>
        endpoints.MapSessvmGraphQL<ISchema>(pattern, configure);

    /// <summary>Maps GraphQL of one of several schemas.</summary>
    /// <typeparam name="TSchema">The schema's type.</typeparam>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="configure">Bounds other than the usual ones, and whether everybody is served.</param>
    /// <exception cref="InvalidOperationException">A service is missing; the message says which call adds it.</exception>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static IEndpointConventionBuilder MapSessvmGraphQL<TSchema>(
        this IEndpointRouteBuilder endpoints, string pattern = "/graphql", Action<SessvmGraphQLOptions>? configure = null)
        where TSchema : ISchema
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<ScopesAreChecked>() is null)
        {
            throw new InvalidOperationException("Nothing would check the scopes of fields; call AddSessvm() on the builder: services.AddGraphQL(graphql => graphql.….AddSessvm()).");
        }

        var options = new SessvmGraphQLOptions();
        configure?.Invoke(options);
        options.Validate();
        var parts = new GraphQLParts(
            options,
            services.GetRequiredService<IDocumentExecuter<TSchema>>(),
            services.GetService<IGraphQLTextSerializer>() ?? throw new InvalidOperationException("There is no serializer; call AddSystemTextJson() on the builder of AddGraphQL."),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Sessvm.GraphQL"));
        if (endpoints is IApplicationBuilder app)
        {
            app.UseWebSockets();
        }

        return endpoints.Map(pattern, (RequestDelegate)(context => GraphQLSocket.IsWanted(context)
            ? GraphQLSocket.RunAsync(context, parts)
            : GraphQLHttp.RunAsync(context, parts)));
    }
}
