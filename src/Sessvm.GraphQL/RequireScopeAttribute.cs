using GraphQL;
using GraphQL.Types;

namespace Sessvm.GraphQL;

/// <summary>Resolves a field, or every field of a type, only for sessions with these scopes: <see cref="ScopeExtensions.RequireScope"/> for types that are read from classes.</summary>
/// <param name="scopes">The scopes, all of which are needed: at least one.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Field, AllowMultiple = true)]
public sealed class RequireScopeAttribute(params string[] scopes) : GraphQLAttribute
{
    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes => scopes;

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.RequireScope(scopes);

    /// <inheritdoc/>
    public override void Modify(IGraphType graphType) => graphType.RequireScope(scopes);
}
