namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>What is known of one attribute: how often it held and moved, fading, and for how many observations it has held now.</summary>
/// <param name="Held">How often it held, in sixteenths.</param>
/// <param name="Moved">How often it moved, in sixteenths.</param>
/// <param name="Run">For how many observations it has held since it last moved; 1,023 stands for any more.</param>
internal readonly record struct Habit(int Held, int Moved, int Run)
{
    /// <summary>One observation.</summary>
    public const int One = 16;

    public const int MostHeld = 0xFFF;
    public const int MostMoved = 0x3FF;
    public const int MostRun = 0x3FF;

    /// <summary>The habit from its stored form: 12 bits held, 10 bits moved, 10 bits run.</summary>
    public static Habit Read(uint packed) => new((int)(packed >> 20), (int)(packed >> 10) & MostMoved, (int)packed & MostRun);

    /// <summary>Its stored form.</summary>
    public uint Pack() => ((uint)Held << 20) | ((uint)Moved << 10) | (uint)Run;

    /// <summary>With one more observation in which it held.</summary>
    public Habit Holding() => Bounded(Held + One, Moved) with { Run = Math.Min(Run + 1, MostRun) };

    /// <summary>With one more observation in which it moved.</summary>
    /// <param name="weight">How much of a move that is, in sixteenths: less where something explains it.</param>
    public Habit Moving(int weight) => Bounded(Held, Moved + weight) with { Run = 0 };

    /// <summary>As it is some weeks later.</summary>
    public Habit Faded(int weeks) => this with { Held = Fading.Of(Held, weeks), Moved = Fading.Of(Moved, weeks) };

    // What is full is halved: the proportion stays, and what comes next counts for more than what was long ago.
    private Habit Bounded(int held, int moved) => held > MostHeld || moved > MostMoved
        ? this with { Held = held / 2, Moved = moved / 2 }
        : this with { Held = held, Moved = moved };
}
