using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>
/// What the adaptive policy has learned of a session, opened for work: read from a row's <see cref="Habits"/>, changed, and
/// closed again. Lives on the stack.
/// </summary>
/*
    FORMAT, version 1: at most 106 bytes

    habits   = version week told *habit *known
    version  = %x01
    week     = 2 bytes          ; of the last observation, since 1970
    told     = 1 byte           ; a bit for each attribute of which there is a habit, by the number of its Trait
    habit    = 4 bytes          ; in the order of told: 12 bits held, 10 bits moved (sixteenths), 10 bits run
    known    = what sum         ; at most 14, the one seen last at the end
    what     = 1 byte           ; 3 bits Trait, 5 bits strength, not 0
    sum      = 4 bytes

    Numbers are big-endian. Anything else is taken for no habits at all.
*/
internal struct LearnedHabits
{
    public const int MaxSize = Head + (Traits * HabitSize) + (MostKnown * KnownSize);

    private const byte Format = 1;
    private const int Head = 4;
    private const int Traits = 8;
    private const int HabitSize = 4;
    private const int KnownSize = 5;
    private const int MostKnown = 14;
    private const int MostKnownOfOne = 4;

    private HabitTable _habits;
    private KnownTable _known;
    private int _knownCount;
    private int _told;
    private ushort _week;

    /// <summary>How many weeks lie between the last observation and the instant it was opened for.</summary>
    public int WeeksSince { get; private set; }

    /// <summary>What there is for one attribute.</summary>
    public readonly Habit this[Trait trait] => _habits[(int)trait];

    /// <summary>Opens what a row keeps, as it is now. What cannot be read is no habits.</summary>
    public static LearnedHabits Open(Habits habits, DateTimeOffset now)
    {
        LearnedHabits read = TryRead(habits.Bytes.Span, out LearnedHabits learned) ? learned : default;
        read.FadeTo(Fading.Week(now));
        return read;
    }

    /// <summary>Closes it for the row.</summary>
    public readonly Habits Close()
    {
        Span<byte> bytes = stackalloc byte[MaxSize];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], _week);
        bytes[3] = (byte)_told;
        int length = Head;
        for (int i = 0; i < Traits; i++)
        {
            if ((_told & (1 << i)) != 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes[length..], _habits[i].Pack());
                length += HabitSize;
            }
        }

        for (int i = 0; i < _knownCount; i++)
        {
            bytes[length] = (byte)(((int)_known[i].Trait << 5) | _known[i].Strength);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(length + 1)..], _known[i].Sum);
            length += KnownSize;
        }

        return _told == 0 && _knownCount == 0 ? Habits.None : Habits.Of(bytes[..length]);
    }

    /// <summary>How well a value is known: 0 where it is not.</summary>
    public readonly int StrengthOf(Trait trait, uint sum)
    {
        int place = Find(trait, sum);
        return place < 0 ? 0 : _known[place].Strength;
    }

    /// <summary>An attribute held.</summary>
    public void Hold(Trait trait) => Set(trait, _habits[(int)trait].Holding());

    /// <summary>An attribute moved.</summary>
    /// <param name="trait">The attribute.</param>
    /// <param name="weight">How much of a move that is, in sixteenths.</param>
    public void Move(Trait trait, int weight = Habit.One) => Set(trait, _habits[(int)trait].Moving(weight));

    /// <summary>Puts in a habit that was learned elsewhere.</summary>
    public void Set(Trait trait, in Habit habit)
    {
        _habits[(int)trait] = habit;
        _told |= 1 << (int)trait;
    }

    /// <summary>A value was seen: it is known better from now on, and the last to be forgotten.</summary>
    public void Know(Trait trait, uint sum, int strength)
    {
        int place = Find(trait, sum);
        if (place >= 0)
        {
            strength += _known[place].Strength;
            Forget(place);
        }
        else
        {
            MakeRoom(trait);
        }

        _known[_knownCount++] = new KnownValue(trait, Math.Min(strength, KnownValue.MostStrength), sum);
    }

    /// <summary>Whether something is known of the value already, without a look at how well.</summary>
    public readonly bool Knows(Trait trait, uint sum) => Find(trait, sum) >= 0;

    /// <summary>The known values of an attribute, taken over where they are known better than here.</summary>
    public void TakeOver(in LearnedHabits sibling, Trait trait, int mostStrength)
    {
        for (int i = 0; i < sibling._knownCount; i++)
        {
            KnownValue value = sibling._known[i];
            int strength = Math.Min(value.Strength, mostStrength);
            int here = value.Trait == trait ? StrengthOf(trait, value.Sum) : strength;
            if (here < strength)
            {
                Know(trait, value.Sum, strength - here);
            }
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> bytes, out LearnedHabits learned)
    {
        learned = default;
        if (bytes.Length is < Head or > MaxSize || bytes[0] != Format)
        {
            return false;
        }

        learned._week = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
        learned._told = bytes[3];
        ReadOnlySpan<byte> rest = bytes[Head..];
        int habits = BitOperations.PopCount(bytes[3]) * HabitSize;
        if (rest.Length < habits || (rest.Length - habits) % KnownSize != 0 || (rest.Length - habits) / KnownSize > MostKnown)
        {
            return false;
        }

        for (int i = 0; i < Traits; i++)
        {
            if ((learned._told & (1 << i)) != 0)
            {
                learned._habits[i] = Habit.Read(BinaryPrimitives.ReadUInt32BigEndian(rest));
                rest = rest[HabitSize..];
            }
        }

        for (; !rest.IsEmpty; rest = rest[KnownSize..])
        {
            KnownValue value = new((Trait)(rest[0] >> 5), rest[0] & KnownValue.MostStrength, BinaryPrimitives.ReadUInt32BigEndian(rest[1..]));
            if (value.Strength == 0)
            {
                return false;
            }

            learned._known[learned._knownCount++] = value;
        }

        return true;
    }

    private void FadeTo(ushort week)
    {
        int weeks = week - _week;
        _week = Math.Max(week, _week);
        if (weeks <= 0 || (_told == 0 && _knownCount == 0))
        {
            return;
        }

        WeeksSince = weeks;

        for (int i = 0; i < Traits; i++)
        {
            _habits[i] = _habits[i].Faded(weeks);
        }

        int kept = 0;
        for (int i = 0; i < _knownCount; i++)
        {
            if (_known[i].Strength > weeks)
            {
                _known[kept++] = _known[i] with { Strength = _known[i].Strength - weeks };
            }
        }

        _knownCount = kept;
    }

    private readonly int Find(Trait trait, uint sum)
    {
        for (int i = 0; i < _knownCount; i++)
        {
            if (_known[i].Trait == trait && _known[i].Sum == sum)
            {
                return i;
            }
        }

        return -1;
    }

    // The weakest goes; of equals the one that was seen longest ago. Of one attribute four are enough: home, office, phone, and one more.
    private void MakeRoom(Trait trait)
    {
        int ofOne = 0;
        int weakest = -1;
        int weakestOfOne = -1;
        for (int i = 0; i < _knownCount; i++)
        {
            weakest = weakest < 0 || _known[i].Strength < _known[weakest].Strength ? i : weakest;
            if (_known[i].Trait == trait)
            {
                ofOne++;
                weakestOfOne = weakestOfOne < 0 || _known[i].Strength < _known[weakestOfOne].Strength ? i : weakestOfOne;
            }
        }

        if (ofOne >= MostKnownOfOne)
        {
            Forget(weakestOfOne);
        }
        else if (_knownCount == MostKnown)
        {
            Forget(weakest);
        }
    }

    private void Forget(int place)
    {
        for (int i = place + 1; i < _knownCount; i++)
        {
            _known[i - 1] = _known[i];
        }

        _knownCount--;
    }

    [InlineArray(Traits)]
    private struct HabitTable
    {
        private Habit _first;
    }

    [InlineArray(MostKnown)]
    private struct KnownTable
    {
        private KnownValue _first;
    }
}
