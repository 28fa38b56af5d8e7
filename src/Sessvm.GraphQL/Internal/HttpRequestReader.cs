using GraphQL;
using GraphQL.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sessvm.GraphQL;

/// <summary>Reads a GraphQL request from HTTP. What cannot be read is the client's mistake, and told as one.</summary>
internal static class HttpRequestReader
{
    public readonly record struct Read(GraphQLRequest? Request, int Status = StatusCodes.Status400BadRequest, string Problem = "");

    public static Read FromQuery(HttpRequest http, GraphQLParts parts)
    {
        try
        {
            var query = http.Query;
            return Checked(new GraphQLRequest
            {
                Query = query["query"],
                OperationName = query["operationName"],
                Variables = Map(query["variables"], parts),
                Extensions = Map(query["extensions"], parts),
            });
        }
        catch (Exception malformed) when (malformed is not OperationCanceledException)
        {
            return new Read(null, Problem: "The variables or extensions are no JSON object.");
        }
    }

    public static async ValueTask<Read> FromBodyAsync(HttpContext context, GraphQLParts parts)
    {
        if (!context.Request.HasJsonContentType())
        {
            return new Read(null, StatusCodes.Status415UnsupportedMediaType, "A GraphQL request is application/json.");
        }

        if (context.Request.ContentLength > parts.Options.MaxMessageBytes)
        {
            return TooLarge(parts);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = parts.Options.MaxMessageBytes;
        }

        try
        {
            return Checked(await parts.Serializer.ReadAsync<GraphQLRequest>(context.Request.Body, context.RequestAborted));
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(parts);
        }
        catch (Exception malformed) when (malformed is not OperationCanceledException and not IOException)
        {
            return new Read(null, Problem: "The body is no GraphQL request.");
        }
    }

    private static Read TooLarge(GraphQLParts parts) =>
        new(null, StatusCodes.Status413PayloadTooLarge, $"A request has at most {parts.Options.MaxMessageBytes} bytes.");

    private static Read Checked(GraphQLRequest? request) =>
        request is null || (string.IsNullOrWhiteSpace(request.Query) && string.IsNullOrEmpty(request.DocumentId))
            ? new Read(null, Problem: "There is no query.")
            : new Read(request);

    private static Inputs? Map(string? json, GraphQLParts parts) => string.IsNullOrEmpty(json) ? null : parts.Serializer.Deserialize<Inputs>(json);
}
