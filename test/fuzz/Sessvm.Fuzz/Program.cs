using System.Globalization;
using Sessvm.Fuzz;
using SharpFuzz;

switch (args)
{
    case ["seeds", var name, var folder]:
        FuzzTarget seeded = FuzzTarget.Of(name);
        Directory.CreateDirectory(folder);
        int number = 0;
        foreach (byte[] seed in seeded.Seeds().Concat(Corpus.Found(name)).Where(static seed => seed.Length > 0))
        {
            File.WriteAllBytes(Path.Combine(folder, number++.ToString("d4", CultureInfo.InvariantCulture)), seed);
        }

        return 0;
    case ["once", var name, var file]:
        FuzzTarget.Of(name).Run(File.ReadAllBytes(file));
        return 0;
    case ["often", var name, var file, var times]: // what only a process that has read many inputs falls over
        FuzzTarget reader = FuzzTarget.Of(name);
        byte[] input = File.ReadAllBytes(file);
        for (int left = int.Parse(times, CultureInfo.InvariantCulture); left > 0; left--)
        {
            reader.Run(input);
        }

        int mappings = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Count() : 0;
        Console.WriteLine($"{times} times; {Environment.WorkingSet / (1 << 20)} MB resident in {mappings} mappings.");
        return 0;
    case [var name] when FuzzTarget.Names.Contains(name):
        FuzzTarget? target = null;
        Fuzzer.OutOfProcess.Run(stream =>
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            (target ??= FuzzTarget.Of(name)).Run(copy.ToArray());
        });
        return 0;
    default:
        Console.Error.WriteLine($"Sessvm.Fuzz TARGET, under afl-fuzz; Sessvm.Fuzz seeds TARGET FOLDER; Sessvm.Fuzz once TARGET FILE; Sessvm.Fuzz often TARGET FILE TIMES. Targets: {string.Join(", ", FuzzTarget.Names)}. See run.sh.");
        return 2;
}
