using System.Globalization;
using Sessvm.Fingerprints;

namespace Sessvm.Simulator;

/// <summary>How much is played.</summary>
internal sealed record Settings
{
    /// <summary>How the program is called.</summary>
    public const string Usage = """
        Plays months of made-up lives and thefts against each fingerprint policy, and counts false alarms and thefts noticed.

          --seed N      the seed of chance: the same seed gives the same figures (default 20261125)
          --users N     people of each population (default 60)
          --days N      days of each life (default 180)
          --without A   what the server does not know: asn, tls or asn,tls (default: it knows both)
          --out FOLDER  write <date>-fingerprints.md, .json and .svg there
          --docs FILE   put the tables and the chart into this page, between its markers; needs --out
        """;

    public int Seed { get; init; } = 20_261_125;

    public int Users { get; init; } = 60;

    public int Days { get; init; } = 180;

    /// <summary>Whether the server has a database of autonomous systems.</summary>
    public bool KnowsSystems { get; init; } = true;

    /// <summary>Whether the server sees TLS.</summary>
    public bool KnowsTls { get; init; } = true;

    public string? Out { get; init; }

    public string? Docs { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">An option is unknown or its value is not allowed.</exception>
    public static Settings Read(ReadOnlySpan<string> arguments)
    {
        var settings = new Settings();
        for (int place = 0; place < arguments.Length; place++)
        {
            string option = arguments[place];
            string value = ++place < arguments.Length ? arguments[place] : throw new FormatException($"{option} needs a value.\n\n{Usage}");
            settings = option switch
            {
                "--seed" => settings with { Seed = Number(option, value, 0, int.MaxValue) },
                "--users" => settings with { Users = Number(option, value, 1, 100_000) },
                "--days" => settings with { Days = Number(option, value, 1, 3_650) },
                "--without" => settings.Without(value),
                "--out" => settings with { Out = value },
                "--docs" => settings with { Docs = value },
                _ => throw new FormatException($"{option} is unknown.\n\n{Usage}"),
            };
        }

        return settings.Docs is null || settings.Out is not null ? settings : throw new FormatException("--docs needs --out, where its chart is written.");
    }

    /// <summary>What the server knows of a request.</summary>
    public Fingerprint Known(Fingerprint sent) => sent with
    {
        AutonomousSystem = KnowsSystems ? sent.AutonomousSystem : null,
        Tls = KnowsTls ? sent.Tls : null,
    };

    private Settings Without(string value)
    {
        string[] parts = value.Split(',');
        return parts.All(static part => part is "asn" or "tls")
            ? this with { KnowsSystems = !parts.Contains("asn"), KnowsTls = !parts.Contains("tls") }
            : throw new FormatException($"--without is {value}; allowed is asn, tls or asn,tls.");
    }

    private static int Number(string option, string value, int least, int most) =>
        int.TryParse(value, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{option} is {value}; allowed is {least} to {most}.");
}
