using System.Globalization;
using Sessvm.Fuzz;
using SharpFuzz;

string usage = $"Sessvm.Fuzz TARGET, under afl-fuzz; Sessvm.Fuzz seeds TARGET FOLDER; Sessvm.Fuzz once TARGET FILE. Targets: {string.Join(", ", FuzzTarget.All.Select(static one => one.Name))}. See run.sh.";
FuzzTarget? target = FuzzTarget.All.FirstOrDefault(one => one.Name == (args is [_, var second, _] ? second : args.ElementAtOrDefault(0)));
switch (args)
{
    case ["seeds", _, var folder] when target is not null:
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] seed in target.Seeds().Concat(Corpus.Found(target.Name)).Where(static seed => seed.Length > 0))
        {
            File.WriteAllBytes(Path.Combine(folder, number++.ToString("d4", CultureInfo.InvariantCulture)), seed);
        }

        return 0;
    case ["once", _, var file] when target is not null:
        target.Run(File.ReadAllBytes(file));
        return 0;
    case [_] when target is not null:
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            target.Run(copy.ToArray());
        });
        return 0;
    default:
        Console.Error.WriteLine(usage);
        return 2;
}
