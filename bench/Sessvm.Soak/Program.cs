using Sessvm.Benchmarks.Stores.Servers;
using Sessvm.Soak;
using Sessvm.Soak.Server;

if (args is ["serve", var connection])
{
    await SoakServer.RunAsync(connection);
    return 0;
}

if (args is ["chart", var written]) // of results that stand already
{
    Outcome.Draw(written);
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

using var children = new Children();
Outcome outcome = await Run.AsyncOf(settings);
Console.WriteLine();
Console.WriteLine(outcome.Page);
outcome.Write();
return outcome.Holds ? 0 : 1;
