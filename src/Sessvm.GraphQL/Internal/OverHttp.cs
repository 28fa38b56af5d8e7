using GraphQL.Validation;
using GraphQLParser.AST;

namespace Sessvm.GraphQL;

/// <summary>What HTTP carries: queries, and with POST mutations. GET must be safe (RFC 9110, 9.2.1); subscriptions need a socket.</summary>
internal sealed class OverHttp : ValidationRuleBase
{
    private readonly bool _safe;

    private OverHttp(bool safe) => _safe = safe;

    public static OverHttp Get { get; } = new(safe: true);

    public static OverHttp Post { get; } = new(safe: false);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var operation = context.Operation;
        if (operation.Operation == OperationType.Subscription)
        {
            context.ReportError(new Refused(operation, context, "Subscriptions need a WebSocket: graphql-transport-ws.", wrongMethod: false));
        }
        else if (operation.Operation == OperationType.Mutation && _safe)
        {
            context.ReportError(new Refused(operation, context, "Mutations need POST.", wrongMethod: true));
        }

        return default;
    }

    public sealed class Refused(GraphQLOperationDefinition operation, ValidationContext context, string message, bool wrongMethod)
        : ValidationError(context.Document.Source, "operation-over-http", message, operation)
    {
        public bool WrongMethod => wrongMethod;
    }
}
