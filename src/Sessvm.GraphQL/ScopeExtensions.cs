using GraphQL.Types;
using Sessvm.GraphQL;

namespace GraphQL;

/// <summary>Authorization of fields by scope.</summary>
public static class ScopeExtensions
{
    /// <summary>
    /// Resolves a field, or every field of an object or interface type, only for sessions with these scopes. What is refused is null, with
    /// an error whose code is <c>insufficient-scope</c>, or <c>missing-bearer</c> where nobody is signed in; the rest of the
    /// answer is not touched. Holds in schemas with <c>AddSessvm()</c>, however a field is reached; anything else that asks for scopes
    /// (an input, a union, an enumeration) keeps the schema from being made, as nothing would check it.
    /// </summary>
    /// <typeparam name="TBuilder">What carries the demand.</typeparam>
    /// <param name="builder">A field, or an object or interface type.</param>
    /// <param name="scopes">The scopes, all of which are needed.</param>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, params string[] scopes)
        where TBuilder : IMetadataWriter
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(scopes);
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Length, nameof(scopes));
        return builder.WithMetadata(ScopeDemand.Key, ScopeDemand.Of(builder.MetadataReader).With(scopes));
    }
}
