using System.Globalization;

namespace Sessvm.Benchmarks.Stores;

/// <summary>How much is measured.</summary>
internal sealed record Settings
{
    /// <summary>How often both sides of a comparison run.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>How long a round lasts at least.</summary>
    public TimeSpan Round { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The sessions whose memory is measured.</summary>
    public int Size { get; init; } = 1_000_000;

    /// <summary>The sessions among which an exchange is compared with one among few.</summary>
    public int Top { get; init; } = 10_000_000;

    /// <summary>The ends that are told to all nodes.</summary>
    public int Ends { get; init; } = 1_000;

    /// <summary>The ends that a node catches up with.</summary>
    public int Recent { get; init; } = 100_000;

    /// <summary>Where the results are written; beside the others by default.</summary>
    public string? Out { get; init; }

    /// <summary>Reads the options of a command line, and leaves the names.</summary>
    /// <exception cref="FormatException">An option is unknown or has no number.</exception>
    public static Settings Read(ReadOnlySpan<string> arguments, List<string> names)
    {
        var settings = new Settings();
        for (int place = 0; place < arguments.Length; place++)
        {
            string option = arguments[place];
            if (!option.StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(option);
                continue;
            }

            string value = ++place < arguments.Length ? arguments[place] : throw new FormatException($"{option} needs a value.");
            settings = option switch
            {
                "--rounds" => settings with { Rounds = Number(option, value) },
                "--size" => settings with { Size = Number(option, value) },
                "--top" => settings with { Top = Number(option, value) },
                "--ends" => settings with { Ends = Number(option, value) },
                "--recent" => settings with { Recent = Number(option, value) },
                "--out" => settings with { Out = value },
                _ => throw new FormatException($"{option} is unknown; there are --rounds, --size, --top, --ends, --recent and --out."),
            };
        }

        return settings;
    }

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{option} is {value}; allowed is a whole number above 0.");
}
