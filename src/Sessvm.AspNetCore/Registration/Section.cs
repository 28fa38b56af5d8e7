using Microsoft.Extensions.Configuration;

namespace Sessvm.AspNetCore;

/// <summary>A section of the configuration; what cannot be read is reported and leaves the default.</summary>
internal readonly struct Section(IConfigurationSection section, IList<string> problems)
{
    public delegate bool TryParse<T>(string text, out T value);

    public Section Inner(string key) => new(section.GetSection(key), problems);

    public IEnumerable<Section> Children()
    {
        var all = problems;
        return section.GetChildren().Select(child => new Section(child, all));
    }

    public string? Text(string key, string? fallback) => section[key] is { Length: > 0 } text ? text : fallback;

    public T Parse<T>(string key, T fallback, TryParse<T> parse, string allowed)
    {
        if (section[key] is not { Length: > 0 } text)
        {
            return fallback;
        }

        if (parse(text, out T value))
        {
            return value;
        }

        problems.Add($"{section.Path}:{key} is '{text}'; allowed is {allowed}.");
        return fallback;
    }

    public T Choice<T>(string key, T fallback)
        where T : struct, Enum =>
        Parse(key, fallback, TryName, string.Join(", ", Enum.GetNames<T>()));

    /// <summary>Reads a list, which stands in place of the default.</summary>
    public void List(string key, IList<string> target)
    {
        string[] values = [.. section.GetSection(key).GetChildren().Select(child => child.Value).OfType<string>()];
        if (values.Length > 0)
        {
            target.Clear();
            foreach (string value in values)
            {
                target.Add(value);
            }
        }
    }

    public void Report(string what) => problems.Add($"{section.Path} {what}");

    // Enum.TryParse also takes numbers, named or not, and several names at once.
    private static bool TryName<T>(string text, out T value)
        where T : struct, Enum
    {
        value = default;
        return Enum.IsDefined(typeof(T), text) && Enum.TryParse(text, out value);
    }
}
