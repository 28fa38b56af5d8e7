namespace Sessvm.Fuzz.Tests;

/// <summary>
/// What the fuzzer reads, without the fuzzer: the seeds, what was found before (<c>test/corpus/fuzz</c>), and mutations of both,
/// within the bounds on memory that the fuzzer holds them to. <c>test/fuzz/run.sh</c> is the long form.
/// </summary>
public sealed class FuzzTargetTests
{
    private const int Mutations = 100;
    private const int Seed = 20_261_125;

    public static TheoryData<string> Names() => [.. FuzzTarget.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_input_gets_a_defined_answer_within_its_memory(string name)
    {
        FuzzTarget target = FuzzTarget.Of(name);
        byte[][] inputs = [.. target.Seeds(), .. Corpus.Found(name)];
        inputs.ShouldNotBeEmpty();
        var random = new Random(Seed);
        target.Run([]);
        foreach (byte[] input in inputs)
        {
            target.Run(input);
            for (int i = 0; i < Mutations; i++)
            {
                target.Run(Mutate(random, input, inputs[random.Next(inputs.Length)]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_long_input_gets_one_as_well(string name)
    {
        FuzzTarget target = FuzzTarget.Of(name);
        foreach (byte[] seed in target.Seeds().Take(3))
        {
            target.Run([.. Enumerable.Repeat(seed, (70_000 / Math.Max(seed.Length, 1)) + 1).SelectMany(static bytes => bytes)]);
        }
    }

    private static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (input.Length == 0)
        {
            return other;
        }

        int at = random.Next(input.Length);
        switch (random.Next(4))
        {
            case 0:
                return input[..at];
            case 1:
                return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
            case 2:
                return [.. input[..at], (byte)random.Next(256), .. input[at..]];
            default:
                byte[] changed = [.. input];
                changed[at] ^= (byte)(1 << random.Next(8));
                return changed;
        }
    }
}
