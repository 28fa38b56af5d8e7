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
        var demand = DemandOf(field, type);
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

    // A demand that nothing would check must not look like one.
    public override void VisitUnion(UnionGraphType type, ISchema schema) => Refuse(type, type.Name);

    public override void VisitEnum(EnumerationGraphType type, ISchema schema) => Refuse(type, type.Name);

    public override void VisitScalar(ScalarGraphType type, ISchema schema) => Refuse(type, type.Name);

    public override void VisitInputObject(IInputObjectGraphType type, ISchema schema) => Refuse(type, type.Name);

    public override void VisitInputObjectFieldDefinition(FieldType field, IInputObjectGraphType type, ISchema schema) => Refuse(field, field.Name);

    public override void VisitObjectFieldArgumentDefinition(QueryArgument argument, FieldType field, IObjectGraphType type, ISchema schema) =>
        Refuse(argument, argument.Name);

    // What an interface asks for holds for each object behind it.
    private static ScopeDemand DemandOf(FieldType field, IObjectGraphType type)
    {
        var demand = ScopeDemand.Of(field).With(ScopeDemand.Of(type));
        foreach (var behind in type.ResolvedInterfaces)
        {
            demand = demand.With(ScopeDemand.Of(behind));
            if (behind.GetField(field.Name) is { } promised)
            {
                demand = demand.With(ScopeDemand.Of(promised));
            }
        }

        return demand;
    }

    private static void Refuse(IMetadataReader carrier, string name)
    {
        if (!ScopeDemand.Of(carrier).IsEmpty)
        {
            throw new InvalidOperationException($"'{name}' asks for scopes, which nothing would check; allowed is an object or interface type, or a field of one.");
        }
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
