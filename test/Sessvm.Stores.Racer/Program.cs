using Sessvm.Stores.Racer;

// <store> <connection> <space> <race> <racers> <arguments of the race>
// Says «ready» once the store is open, waits for a line, lets its racers go at once, and says what became of them.
// <space> keeps tests apart: a schema, or a prefix of keys.
// The one that writes says so for each write, until it is killed or the store has failed.
await using RacingStore opened = await RacingStore.OpenAsync(args[0], args[1], args[2]);
Say("ready");
Console.ReadLine();
await Races.RunAsync(args[3], opened.Store, int.Parse(args[4]), args[5..], Say);

static void Say(string line)
{
    lock (Console.Out)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
