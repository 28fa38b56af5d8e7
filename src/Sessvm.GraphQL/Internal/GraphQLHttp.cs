using GraphQL;
using Microsoft.AspNetCore.Http;

namespace Sessvm.GraphQL;

/// <summary>GraphQL over HTTP, as its working draft says: POST of JSON, GET of queries, <c>application/graphql-response+json</c> where it is accepted.</summary>
internal static class GraphQLHttp
{
    public static async Task RunAsync(HttpContext context, GraphQLParts parts)
    {
        if (!await IsLetInAsync(context, parts))
        {
            return;
        }

        bool get = HttpMethods.IsGet(context.Request.Method);
        if (!get && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, POST";
            await FailAsync(context, parts, StatusCodes.Status405MethodNotAllowed, "GraphQL takes GET and POST.");
            return;
        }

        if (ResponseType.Of(context.Request) is not { } type)
        {
            await FailAsync(context, parts, StatusCodes.Status406NotAcceptable, $"The answer is {ResponseType.Modern} or {ResponseType.Json}.");
            return;
        }

        var (request, status, problem) = get ? HttpRequestReader.FromQuery(context.Request, parts) : await HttpRequestReader.FromBodyAsync(context, parts);
        if (request is null)
        {
            await FailAsync(context, parts, status, problem);
            return;
        }

        var result = await parts.ExecuteAsync(request, context.User, context.RequestServices, get ? OverHttp.Get : OverHttp.Post, context.RequestAborted);
        if (result.Errors?.OfType<OverHttp.Refused>().Any(static one => one.WrongMethod) is true)
        {
            context.Response.Headers.Allow = "POST";
            await WriteAsync(context, parts, StatusCodes.Status405MethodNotAllowed, type, result);
            return;
        }

        bool refused = !result.Executed && type == ResponseType.Modern;
        await WriteAsync(context, parts, refused ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, type, result);
    }

    // A credential that is there and refused is told, also where nobody needs one: a refresh may cure it.
    private static async ValueTask<bool> IsLetInAsync(HttpContext context, GraphQLParts parts)
    {
        var result = await context.AuthenticateSessvmAsync(parts.Options.Scheme);
        if (result.Succeeded || (result.None && parts.Options.AllowAnonymous))
        {
            context.User = result.Principal ?? context.User;
            return true;
        }

        await context.ChallengeSessvmAsync(parts.Options.Scheme);
        return false;
    }

    private static Task FailAsync(HttpContext context, GraphQLParts parts, int status, string problem) =>
        WriteAsync(context, parts, status, ResponseType.Of(context.Request) ?? ResponseType.Json, new ExecutionResult(new ExecutionError(problem)));

    private static Task WriteAsync(HttpContext context, GraphQLParts parts, int status, string type, ExecutionResult result)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{type}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return parts.Serializer.WriteAsync(context.Response.Body, result, context.RequestAborted);
    }
}
