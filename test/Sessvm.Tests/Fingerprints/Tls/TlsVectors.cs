using System.Text.Json;

namespace Sessvm.Tests.Fingerprints;

/// <summary>The hellos of <c>test/vectors/tls.json</c>.</summary>
internal static class TlsVectors
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web);
    private static readonly JsonElement s_root = Load();

    public static Hello[] Hellos { get; } = s_root.GetProperty("hellos").Deserialize<Hello[]>(s_options)!;

    public static Told[] Tolds { get; } = s_root.GetProperty("told").Deserialize<Told[]>(s_options)!;

    public static string[] NotTold { get; } = s_root.GetProperty("notTold").Deserialize<string[]>()!;

    public static Hello Of(string name) => Hellos.Single(one => one.Name == name);

    private static JsonElement Load()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "tls.json")));
        return document.RootElement.Clone();
    }

    internal sealed record Hello(string Name, string Source, string? Client, string Hex, string Ja4, string Ja4Raw, string Comparable, string Ja3, string Ja3Text)
    {
        public byte[] Bytes { get; } = Convert.FromHexString(Hex);
    }

    internal sealed record Told(string Comparable)
    {
        [System.Text.Json.Serialization.JsonPropertyName("told")]
        public string Text { get; init; } = "";
    }
}
