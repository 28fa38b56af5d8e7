using System.Security.Claims;
using GraphQL;
using GraphQL.Transport;
using GraphQL.Validation;
using Microsoft.Extensions.Logging;

namespace Sessvm.GraphQL;

/// <summary>What an endpoint works with.</summary>
internal sealed record GraphQLParts(SessvmGraphQLOptions Options, IDocumentExecuter Executer, IGraphQLTextSerializer Serializer, TimeProvider Time, ILogger Logger)
{
    public Task<ExecutionResult> ExecuteAsync(
        GraphQLRequest request, ClaimsPrincipal user, IServiceProvider services, IValidationRule? rule, CancellationToken cancellationToken) =>
        Executer.ExecuteAsync(new ExecutionOptions
        {
            Query = request.Query,
            DocumentId = request.DocumentId,
            OperationName = request.OperationName,
            Variables = request.Variables,
            Extensions = request.Extensions,
            User = user,
            RequestServices = services,
            ValidationRules = rule is null ? null : DocumentValidator.CoreRules.Append(rule),
            UnhandledExceptionDelegate = failed =>
            {
                Log.ResolverFailed(Logger, failed.FieldContext?.FieldDefinition.Name ?? "-", failed.OriginalException);
                return Task.CompletedTask;
            },
            CancellationToken = cancellationToken,
        });
}
