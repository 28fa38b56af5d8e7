using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Sessvm.Client;

/// <summary>Reads what a server, or what stands before it, answered. Whatever came, nothing here throws but for the network and the caller's cancellation.</summary>
internal static class AnswerReader
{
    private const int LongestBody = 64 * 1024;
    private const int LongestToken = 8 * 1024;
    private const int LongestCode = 64;

    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The body; empty where it is no JSON object of this protocol, or longer than 64 kB. What was read is left for others to read.</summary>
    public static async Task<AnswerBody> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        // An application's own answers may say anything, and megabytes of it.
        if (content.Headers.ContentType?.MediaType is not "application/json" || content.Headers.ContentLength > LongestBody)
        {
            return new AnswerBody();
        }

        try
        {
            await content.LoadIntoBufferAsync(LongestBody, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new AnswerBody();
        }

        return ParseBody(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    public static AnswerBody ParseBody(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.Length > LongestBody ? new AnswerBody() : JsonSerializer.Deserialize(json, ClientJson.Default.AnswerBody) ?? new AnswerBody();
        }
        catch (JsonException)
        {
            return new AnswerBody();
        }
    }

    /// <summary>Whether a text can be a token: it will stand in a header.</summary>
    public static bool IsToken(string? text, char type) =>
        text is [var first, >= '1' and <= '9', '.', _, ..] && first == type && text.Length <= LongestToken
        && text.AsSpan(3).IndexOfAnyExcept(Base64Url) < 0;

    /// <summary>Whether a text can be a reason's code.</summary>
    public static bool IsCode(string? text) =>
        text is { Length: > 0 and <= LongestCode } && text.All(one => one is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>The refusal that an answer's headers tell of; null where they tell of none.</summary>
    public static Refusal? ReadChallenge(HttpResponseMessage answer)
    {
        foreach (var challenge in answer.Headers.WwwAuthenticate)
        {
            if (ReadChallenge(challenge.Scheme, challenge.Parameter) is { } refusal)
            {
                return refusal with { Status = (int)answer.StatusCode, RetryAfter = RetryAfter(answer.Headers) };
            }
        }

        return null;
    }

    /// <summary>The refusal in one challenge: its <c>error_description</c>, and its <c>max_age</c>.</summary>
    public static Refusal? ReadChallenge(string scheme, string? parameters)
    {
        if (!scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) || Parameter(parameters, "error_description") is not { } code || !IsCode(code))
        {
            return null;
        }

        return Refusal.Of(code) with { MaxAge = Seconds(Parameter(parameters, "max_age")) };
    }

    /// <summary>The refusal of an answer: by its challenge, else by its body, else by its status alone.</summary>
    public static async Task<Refusal> ReadRefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(answer.Content, cancellationToken).ConfigureAwait(false);
        var refusal = IsCode(body.Reason) ? Refusal.Of(body.Reason!) : ReadChallenge(answer) ?? Refusal.Of(RefusalReason.RefreshHttpError);
        return refusal with { Status = (int)answer.StatusCode, RetryAfter = RetryAfter(answer.Headers), MaxAge = ReadChallenge(answer)?.MaxAge };
    }

    // A date is the other form; the client's clock may be wrong, so it is left alone.
    private static TimeSpan? RetryAfter(HttpResponseHeaders headers) => headers.RetryAfter?.Delta;

    private static TimeSpan? Seconds(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // RFC 9110, 11.2: name=token or name="quoted", apart by commas. The codes that are looked for need no escapes.
    private static string? Parameter(string? parameters, string name)
    {
        foreach (string part in (parameters ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            int at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && part.AsSpan(0, at).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[(at + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }
}
