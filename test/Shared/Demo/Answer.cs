using System.Net;
using System.Text.Json;

namespace Sessvm.Tests.Shared.Demo;

/// <summary>An answer, with its body as JSON where it has one.</summary>
internal sealed record Answer(HttpStatusCode Status, HttpResponseMessage Message, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? this[string name] => Json.TryGetProperty(name, out var value) ? value.ToString() : null;
}
