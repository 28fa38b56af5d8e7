using Sessvm.Fuzz.Targets;

namespace Sessvm.Fuzz;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="name">Its name.</param>
/// <param name="fixedBytes">How much it may allocate whatever it reads.</param>
/// <param name="bytesEach">How much more it may allocate for each byte that it reads.</param>
internal abstract class FuzzTarget(string name, int fixedBytes, int bytesEach)
{
    private bool _isWarm;

    /// <summary>All of them. A new one is a class, a name here and a line below.</summary>
    public static IReadOnlyList<string> Names { get; } = ["hello", "told", "agent", "language", "address", "mmdb", "token", "row", "notice"];

    /// <summary>Makes a target. Instrumented code may run only once the fuzzer listens, so nothing is made before.</summary>
    public static FuzzTarget Of(string name) => name switch
    {
        "hello" => new HelloTarget(),
        "told" => new ToldTarget(),
        "agent" => new AgentTarget(),
        "language" => new LanguageTarget(),
        "address" => new AddressTarget(),
        "mmdb" => new MmdbTarget(),
        "token" => new TokenTarget(),
        "row" => new RowTarget(),
        "notice" => new NoticeTarget(),
        _ => throw new ArgumentException($"There is no target {name}; there are {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Its name on the command line, and of its folder in <c>test/corpus/fuzz</c>.</summary>
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
