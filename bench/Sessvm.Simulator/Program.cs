using System.Diagnostics;
using Sessvm.Simulator;
using Sessvm.Simulator.Play;
using Sessvm.Simulator.Report;

if (args is ["--help" or "-h" or "help"])
{
    Console.WriteLine(Settings.Usage);
    return 0;
}

Settings settings;
try
{
    settings = Settings.Read(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

long began = Stopwatch.GetTimestamp();
Outcomes outcomes = Play(settings);
string tables = Tables.Of(settings, PlayedPolicy.All, outcomes);
Console.WriteLine(tables);
if (settings.Out is { } folder)
{
    tables += $"\nThe same lives where the server has no database of autonomous systems:\n\n{Tables.Summary(PlayedPolicy.All, Play(settings with { KnowsSystems = false }))}";
    tables += $"\nAnd where it does not see TLS:\n\n{Tables.Summary(PlayedPolicy.All, Play(settings with { KnowsTls = false }))}";
    Results.Write(folder, settings, PlayedPolicy.All, outcomes, tables);
}

return 0;

Outcomes Play(Settings played) => Simulation.Play(
    played,
    PlayedPolicy.All,
    population => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:F1} s  {population.Name}"));
