using GraphQL.DI;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.GraphQL;

namespace GraphQL;

/// <summary>Adds Sessvm to a GraphQL schema.</summary>
public static class SessvmGraphQLBuilderExtensions
{
    /// <summary>Has every schema of this builder check the scopes that its fields and types ask for.</summary>
    /// <param name="builder">The builder of <c>AddGraphQL</c>.</param>
    public static IGraphQLBuilder AddSessvm(this IGraphQLBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryRegister(typeof(ScopesAreChecked), new ScopesAreChecked());
        return builder.ConfigureSchema(static (schema, _) => schema.RegisterVisitor(new ScopeGuard()));
    }
}
