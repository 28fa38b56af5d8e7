using Sessvm.Fuzz.Targets;

namespace Sessvm.Fuzz;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="name">Its name on the command line, and of its folder in <c>test/corpus/fuzz</c>.</param>
/// <param name="fixedBytes">How much it may allocate whatever it reads.</param>
/// <param name="bytesEach">How much more it may allocate for each byte that it reads.</param>
internal abstract class FuzzTarget(string name, int fixedBytes, int bytesEach)
{
    private bool _isWarm;

    /// <summary>All of them. A new one is a class and a line here.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new HelloTarget(),
        new ToldTarget(),
        new AgentTarget(),
        new LanguageTarget(),
        new AddressTarget(),
        new MmdbTarget(),
        new TokenTarget(),
        new RowTarget(),
        new NoticeTarget(),
    ];

    public string Name => name;

    /// <summary>Inputs to begin with.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Reads an input, and fails where the answer is none that is defined, or where it took too much memory.</summary>
    /// <exception cref="FuzzException">The answer or the allocation is out of bounds.</exception>
    public void Run(byte[] input)
    {
        if (!_isWarm)
        {
            _isWarm = true;
            Read([]);
            Read(Seeds().First()); // what is allocated once for all is not the input's
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Read(input);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long bound = fixedBytes + ((long)bytesEach * input.Length);
        Require(allocated <= bound, $"{allocated} bytes were allocated for an input of {input.Length}; the bound is {bound}");
    }

    /// <summary>Reads an input. What it throws is a crash.</summary>
    protected abstract void Read(byte[] input);

    /// <summary>Fails where something does not hold.</summary>
    protected static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FuzzException(otherwise);
        }
    }
}
