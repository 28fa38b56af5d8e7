using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Sessvm.GraphQL;

/// <summary>
/// Puts the check of scopes before the resolver of each object's field that asks for it, once, when a schema is made. On the
/// objects and at run time, so that no interface, union or fragment leads around it.
/// </summary>
internal sealed class ScopeGuard : BaseSchemaNodeVisitor
{
    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema)
    {
        var demand = ScopeDemand.Of(field).With(ScopeDemand.Of(type));
        if (demand.IsEmpty)
        {
            return;
        }

        if (field.StreamResolver is { } stream)
        {
            field.StreamResolver = new GuardedStream(stream, demand);
        }

        field.Resolver = new GuardedField(field.Resolver ?? (field.StreamResolver is null ? NameFieldResolver.Instance : SourceFieldResolver.Instance), demand);
    }

    private sealed class GuardedField(IFieldResolver inner, ScopeDemand demand) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context)
        {
            demand.Check(context.User);
            return inner.ResolveAsync(context);
        }
    }

    private sealed class GuardedStream(ISourceStreamResolver inner, ScopeDemand demand) : ISourceStreamResolver
    {
        public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context)
        {
            demand.Check(context.User);
            return inner.ResolveAsync(context);
        }
    }
}
