using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sessvm.GraphQL;

/// <summary>The media type of an answer, as the request accepts it.</summary>
internal static class ResponseType
{
    public const string Modern = "application/graphql-response+json";
    public const string Json = "application/json";

    /// <summary>The type; JSON for who accepts anything; <see langword="null"/> where none of ours is accepted.</summary>
    public static string? Of(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        if (accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var types))
        {
            return Json;
        }

        foreach (var type in types.OrderByDescending(static one => one.Quality ?? 1))
        {
            bool utf8 = !type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
            if (utf8 && type.Quality is not 0)
            {
                if (type.MediaType.Equals(Modern, StringComparison.OrdinalIgnoreCase))
                {
                    return Modern;
                }

                if (type.MatchesAllTypes || type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase))
                {
                    return Json;
                }
            }
        }

        return null;
    }
}
