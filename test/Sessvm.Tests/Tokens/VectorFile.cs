using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

/// <summary>The vectors that both languages read, as they stand in <c>test/vectors</c>.</summary>
internal sealed class VectorFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly JsonElement _root;

    private VectorFile(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", name)));
        _root = document.RootElement.Clone();
        Now = _root.GetProperty("now").GetDateTimeOffset();
        Scope = _root.GetProperty("scope").Deserialize<KeyScope>(Options)!;
        Keys = _root.GetProperty("keys").Deserialize<KeyDefinition[]>(Options)!;
    }

    public static VectorFile Tokens { get; } = new("tokens.json");

    public static VectorFile Csrf { get; } = new("csrf.json");

    public DateTimeOffset Now { get; }

    public KeyScope Scope { get; }

    public IReadOnlyList<KeyDefinition> Keys { get; }

    public KeyRing Ring() => new(Keys, Scope, new FakeTimeProvider(Now));

    public T[] All<T>(string section) => _root.GetProperty(section).Deserialize<T[]>(Options)!;

    public static TheoryData<int, string> Rows<T>(T[] rows, Func<T, string> name)
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < rows.Length; i++)
        {
            data.Add(i, name(rows[i]));
        }

        return data;
    }

    public static SessionId Id(string handle)
    {
        SessionId.TryParse(handle, out SessionId id).ShouldBeTrue();
        return id;
    }
}
