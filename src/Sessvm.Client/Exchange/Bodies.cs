using System.Text.Json.Serialization;

namespace Sessvm.Client;

/// <summary>What is posted to <c>/refresh</c> and <c>/rotate</c>.</summary>
internal sealed record ExchangeBody(
    [property: JsonPropertyName("did")] string Device,
    [property: JsonPropertyName("rtk"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? RefreshToken);

/// <summary>FORMAT: what the server's answers may say, each of them absent in some. PROTOCOL.md has them one by one.</summary>
internal sealed record AnswerBody
{
    [JsonPropertyName("ok")]
    public bool? Ok { get; init; }

    [JsonPropertyName("refreshed")]
    public bool? Refreshed { get; init; }

    [JsonPropertyName("atk")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("rtk")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("tkt")]
    public string? Ticket { get; init; }

    [JsonPropertyName("sid")]
    public string? Session { get; init; }

    [JsonPropertyName("rsn")]
    public string? Reason { get; init; }
}

[JsonSerializable(typeof(ExchangeBody))]
[JsonSerializable(typeof(AnswerBody))]
internal sealed partial class ClientJson : JsonSerializerContext;
