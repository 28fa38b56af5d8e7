using System.Globalization;

namespace Sessvm.Soak;

/// <summary>How long and how hard.</summary>
internal sealed record Settings
{
    /// <summary>How long people go on.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many people there are, with two devices each.</summary>
    public int People { get; init; } = 60;

    /// <summary>How long the store runs between two of its restarts.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The seed of what people do.</summary>
    public int Seed { get; init; } = 20261125;

    /// <summary>Where the results are written; nowhere by default.</summary>
    public string? Out { get; init; }

    /// <summary>Reads the options of a command line.</summary>
    /// <exception cref="FormatException">An option is unknown or has no value that it takes.</exception>
    public static Settings Read(ReadOnlySpan<string> arguments)
    {
        var settings = new Settings();
        for (int place = 0; place < arguments.Length; place += 2)
        {
            string option = arguments[place];
            string value = place + 1 < arguments.Length ? arguments[place + 1] : throw new FormatException($"{option} needs a value.");
            settings = option switch
            {
                "--time" => settings with { Time = Span(option, value) },
                "--between" => settings with { Between = Span(option, value) },
                "--people" => settings with { People = Number(option, value) },
                "--seed" => settings with { Seed = Number(option, value) },
                "--out" => settings with { Out = value },
                _ => throw new FormatException($"{option} is unknown; there are --time, --between, --people, --seed and --out."),
            };
        }

        return settings;
    }

    private static TimeSpan Span(string option, string value) =>
        TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan span) && span > TimeSpan.Zero
            ? span
            : throw new FormatException($"{option} is {value}; allowed is a time above 0, such as 00:10:00.");

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{option} is {value}; allowed is a whole number above 0.");
}
