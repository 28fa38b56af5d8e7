using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sessvm.Client;

/// <summary>FORMAT, before encryption: UTF-8 JSON <c>{"v":1,"did":"…","atk":"A1.…","rtk":"R1.…","sid":"S1.…"}</c>; absent is null.</summary>
internal static class TokenFile
{
    private const int Version = 1;

    public static byte[] Write(SessionTokens tokens) => JsonSerializer.SerializeToUtf8Bytes(
        new KeptTokens(Version, tokens.DeviceId, tokens.AccessToken, tokens.RefreshToken, tokens.Session),
        TokenFileJson.Default.KeptTokens);

    /// <summary>The tokens; null where the bytes are not of this version.</summary>
    public static SessionTokens? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TokenFileJson.Default.KeptTokens) is { Format: Version } kept && Guid.TryParse(kept.Device, out _)
                ? new SessionTokens(kept.Device) { AccessToken = kept.Access, RefreshToken = kept.Refresh, Session = kept.Session }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The file's content.</summary>
internal sealed record KeptTokens(
    [property: JsonPropertyName("v")] int Format,
    [property: JsonPropertyName("did")] string? Device,
    [property: JsonPropertyName("atk")] string? Access,
    [property: JsonPropertyName("rtk")] string? Refresh,
    [property: JsonPropertyName("sid")] string? Session);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(KeptTokens))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
