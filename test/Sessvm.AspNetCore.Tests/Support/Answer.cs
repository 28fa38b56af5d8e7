using System.Net;
using System.Text.Json;

namespace Sessvm.AspNetCore.Tests;

/// <summary>What a server answered, read to its end.</summary>
internal sealed class Answer(HttpResponseMessage response, string body)
{
    private readonly Dictionary<string, string[]> _headers = response.Headers.Concat(response.Content.Headers)
        .ToDictionary(one => one.Key, one => one.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    public HttpStatusCode Status { get; } = response.StatusCode;

    public string Body => body;

    public JsonElement Json => JsonDocument.Parse(body).RootElement;

    public string? Reason => body.StartsWith('{') && Json.TryGetProperty("rsn", out var reason) ? reason.GetString() : null;

    public string[] All(string name) => _headers.GetValueOrDefault(name) ?? [];

    public string? One(string name) => All(name) is [var value, ..] ? value : null;

    public string? Text(string name) => Json.GetProperty(name).GetString();

    public void ShouldBe(int status, string? reason = null)
    {
        ((int)Status).ShouldBe(status, body);
        Reason.ShouldBe(reason);
    }
}
