using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Reads small JSON bodies: bounded, and what is wrong with one is said in plain words.</summary>
internal static class JsonBody
{
    private const int Most = 8 * 1024;

    /// <summary>Reads the body.</summary>
    /// <returns>Whether to go on, and the body: <see langword="null"/> where there is none. Where not, the request has been answered.</returns>
    public static async ValueTask<(bool GoOn, T? Body)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> json)
        where T : class
    {
        var request = context.Request;
        if (request.ContentLength is 0)
        {
            return (true, null);
        }

        if (request.ContentType is not null && !request.HasJsonContentType())
        {
            await Answers.ProblemAsync(context, StatusCodes.Status415UnsupportedMediaType, "The body must be application/json, or absent.");
            return (false, null);
        }

        var bytes = new byte[Most + 1];
        int length = request.ContentLength > Most
            ? bytes.Length
            : await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (length > Most)
        {
            await Answers.ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, $"The body must not exceed {Most} bytes.");
            return (false, null);
        }

        return length == 0 ? (true, null) : await ParseAsync(context, bytes.AsMemory(0, length), json);
    }

    private static async ValueTask<(bool GoOn, T? Body)> ParseAsync<T>(HttpContext context, ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> json)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            await Answers.ProblemAsync(context, StatusCodes.Status415UnsupportedMediaType, "The body must be application/json, or absent.");
            return (false, null);
        }

        try
        {
            return (true, JsonSerializer.Deserialize(bytes.Span, json));
        }
        catch (JsonException)
        {
            await Answers.ProblemAsync(context, StatusCodes.Status400BadRequest, "The body is not the JSON object that this endpoint takes.");
            return (false, null);
        }
    }
}
