using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Sessvm.Fuzz;

/// <summary>Reads the inputs that the repository keeps: <c>test/corpus</c>, and <c>test/vectors</c> for hellos.</summary>
internal static class Corpus
{
    /// <summary>The texts of a file of <c>test/corpus</c>.</summary>
    public static IEnumerable<byte[]> Texts(string name) =>
        JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(Folder(), "corpus", name + ".json")))!.Select(Encoding.UTF8.GetBytes);

    /// <summary>The hellos of the vectors, as they came over the wire.</summary>
    public static IEnumerable<byte[]> Hellos()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(), "vectors", "tls.json")));
        return [.. document.RootElement.GetProperty("hellos").EnumerateArray().Select(static one => Convert.FromHexString(one.GetProperty("hex").GetString()!))];
    }

    /// <summary>What a fuzzer once found, to be read again by the tests.</summary>
    public static IEnumerable<byte[]> Found(string target)
    {
        string folder = Path.Combine(Folder(), "corpus", "fuzz", target);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
