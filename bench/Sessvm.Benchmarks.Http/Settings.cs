using System.Globalization;

namespace Sessvm.Benchmarks.Http;

/// <summary>How much is measured.</summary>
internal sealed record Settings
{
    /// <summary>How often each takes its turn.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>How long a turn lasts, in seconds.</summary>
    public int Seconds { get; init; } = 3;

    /// <summary>The connections that ask at once.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>The users that are signed in and ask in turns.</summary>
    public int Users { get; init; } = 1_000;

    /// <summary>How often an application is started.</summary>
    public int Starts { get; init; } = 15;

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
                "--seconds" => settings with { Seconds = Number(option, value) },
                "--connections" => settings with { Connections = Number(option, value) },
                "--starts" => settings with { Starts = Number(option, value) },
                "--users" => settings with { Users = Number(option, value) },
                "--out" => settings with { Out = value },
                _ => throw new FormatException($"{option} is unknown; there are --rounds, --seconds, --connections, --users, --starts and --out."),
            };
        }

        return settings;
    }

    /// <summary>What a reader must know of the run to judge its figures.</summary>
    public IReadOnlyList<string> Describe() =>
    [
        $"Each server has core 0 to itself while it is asked (and is told that it has two, for its thread pool), and `wrk` has core 1: one thread, {Connections} connections that are kept, {Users} users who ask in turns.",
        $"Four turns of each warm up, then {Rounds} rounds in which each has one turn of {Seconds} s. The others are idle meanwhile.",
        "Every server answers the same 25 bytes. A turn with any answer but 200 fails the run.",
        "A share is of the neighbour in the same round. Processor time is that of the server's process, kernel included; bytes are those that the runtime allocated.",
    ];

    private static int Number(string option, string value) =>
        int.TryParse(value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{option} is {value}; allowed is a whole number above 0.");
}
