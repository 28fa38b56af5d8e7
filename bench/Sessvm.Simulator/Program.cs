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
IReadOnlyList<Outcome> outcomes = Simulation.Play(
    settings,
    PlayedPolicy.All,
    population => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:F1} s  {population.Name}"));
var page = new Page(settings, PlayedPolicy.All, outcomes);
Console.WriteLine(page.Summary());
Console.WriteLine(page.Populations());
Console.WriteLine(page.Thefts());
foreach (var one in outcomes)
{
    Console.WriteLine(one.Population.Name + ": " + string.Join("; ", one.Tallies[3].Causes.Select(c => $"{c.Key} {c.Value}")));
}
if (settings.Out is not null)
{
    page.Write();
}

return 0;
