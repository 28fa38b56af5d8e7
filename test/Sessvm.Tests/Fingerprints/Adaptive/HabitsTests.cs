using CsCheck;
using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints.Adaptive;

/// <summary>What the adaptive policy keeps: bounded, deterministic, and harmless where it is damaged.</summary>
public sealed class HabitsTests
{
    [Fact]
    public void Ten_thousand_observations_of_anything_stay_within_102_bytes()
    {
        foreach (int seed in (int[])[1, 2, 3])
        {
            Random random = new(seed);
            Fingerprint[] seen = [.. Enumerable.Range(0, 10_000).Select(_ => Any(random))];
            Habits habits = Habits.None;
            DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            for (int i = 1; i < seen.Length; i++)
            {
                now += TimeSpan.FromHours(i % 5);
                habits = i % 7 == 0
                    ? FingerprintPolicy.Adaptive.Confirm(habits, seen[i - 1], seen[i], now)
                    : FingerprintPolicy.Adaptive.Learn(habits, seen[i - 1], seen[i], now);
                habits = i % 1000 == 0 ? FingerprintPolicy.Adaptive.Seed(habits, [habits, habits], now) : habits;
                habits.Bytes.Length.ShouldBeLessThanOrEqualTo(102);
            }

            habits.Bytes.Length.ShouldBe(102); // it is full: the bound was reached, and held
        }
    }

    [Fact]
    public void A_fingerprint_and_its_habits_stay_within_200_bytes_of_a_row()
    {
        Fingerprint full = new(new Agent("Samsung Internet", 29, "Android"), "zh-Hant-TW", "2001:db8:1:2::/64", "h131514_8daaf6152771_5b37b36a67c0")
        {
            AutonomousSystem = uint.MaxValue,
            Device = DeviceClass.Phone,
        };
        var row = Testing.SampleRows.Typical();
        int without = Stores.SessionRowCodec.Encode(row with { Holder = new(Agent.Unknown), Fingerprint = Fingerprint.Unknown }).Length;
        int with = Stores.SessionRowCodec.Encode(row with
        {
            Holder = Stores.Holder.Of(full),
            Fingerprint = full,
            Habits = Habits.Of(new byte[102]),
        }).Length;

        (with - without).ShouldBeLessThanOrEqualTo(200);
    }

    [Fact]
    public void Somebody_who_stays_put_costs_61_bytes() => // five habits of four bytes beside two more, five known values, and a head of four
        AdaptivePolicyTests.Settled().Habits.Bytes.Length.ShouldBe(4 + (6 * 4) + (4 * 5));

    [Fact]
    public void The_same_life_leaves_the_same_bytes() =>
        AdaptivePolicyTests.Settled().Habits.ShouldBe(AdaptivePolicyTests.Settled().Habits);

    [Fact]
    public void Damaged_habits_are_no_habits_and_no_error() => Gen.Byte.Array[0, Habits.MaxSize].Sample(static bytes =>
    {
        if (bytes.Length > 3)
        {
            bytes[0] = (byte)(bytes[0] % 3);
            bytes[3] &= 0x7F;
        }

        Habits damaged = Habits.Of(bytes);
        DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Fingerprint thief = new(new Agent("curl", 8, "Unknown"));
        FingerprintPolicy policy = FingerprintPolicy.Adaptive;
        return policy.Judge(Life.Home, damaged, Life.Home, now).Action == VerdictAction.Accept
            && policy.Judge(Life.Home, damaged, thief, now).Action >= VerdictAction.Accept
            && policy.Learn(damaged, Life.Home, Life.Office, now).Bytes.Length <= 102
            && policy.Seed(damaged, [damaged, Habits.None], now).Bytes.Length <= 102;
    }, iter: 20_000);

    [Fact]
    public void Habits_that_are_cut_short_are_no_habits()
    {
        Life life = AdaptivePolicyTests.Settled();
        Fingerprint elsewhere = Life.Office with { Language = "ru" };
        int fresh = new Life(Life.Home).Judge(elsewhere).Score;
        for (int length = 1; length < 28; length++)
        {
            Habits cut = Habits.Of(life.Habits.Bytes.Span[..length]);
            FingerprintPolicy.Adaptive.Judge(Life.Home, cut, elsewhere, life.Now).Score.ShouldBe(fresh);
        }
    }

    [Fact]
    public void Habits_of_another_kind_are_no_habits()
    {
        byte[] bytes = AdaptivePolicyTests.Settled().Habits.Bytes.ToArray();
        bytes[0] = 2;
        Fingerprint elsewhere = Life.Office with { Language = "ru" };
        FingerprintPolicy.Adaptive.Judge(Life.Home, Habits.Of(bytes), elsewhere, DateTimeOffset.UnixEpoch)
            .ShouldBeEquivalentTo(FingerprintPolicy.Adaptive.Judge(Life.Home, Habits.None, elsewhere, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void More_bytes_than_a_row_keeps_are_refused() =>
        Should.Throw<ArgumentException>(() => Habits.Of(new byte[121])).Message.ShouldStartWith("A row keeps at most 120 bytes of habits; these are 121.");

    [Fact]
    public void Habits_are_equal_by_what_they_hold_and_say_nothing_of_it()
    {
        Habits one = Habits.Of([1, 2, 3]);
        one.ShouldBe(Habits.Of([1, 2, 3]));
        one.GetHashCode().ShouldBe(Habits.Of([1, 2, 3]).GetHashCode());
        one.ShouldNotBe(Habits.Of([1, 2]));
        one.ToString().ShouldBe("habits in 3 bytes");
        Habits.Of([]).ShouldBeSameAs(Habits.None);
    }

    [Fact]
    public void Other_policies_learn_nothing()
    {
        foreach (FingerprintPolicy policy in (FingerprintPolicy[])[FingerprintPolicy.Strict, FingerprintPolicy.Relaxed])
        {
            policy.Learns.ShouldBeFalse();
            policy.Learn(Habits.None, Life.Home, Life.Office, DateTimeOffset.UnixEpoch).ShouldBeSameAs(Habits.None);
            policy.Confirm(Habits.None, Life.Home, Life.Office, DateTimeOffset.UnixEpoch).ShouldBeSameAs(Habits.None);
            policy.Seed(Habits.None, [Habits.Of([1])], DateTimeOffset.UnixEpoch).ShouldBeSameAs(Habits.None);
        }
    }

    private static Fingerprint Any(Random random)
    {
        string[] browsers = ["Chrome", "Firefox", "Unknown", new('x', 300)];
        string?[] languages = ["en-GB", "de", "", null, $"l{random.Next(100)}-X"];
        return new Fingerprint(
            new Agent(browsers[random.Next(4)], random.Next(-2, 200), random.Next(2) == 0 ? "Windows" : "iOS"),
            languages[random.Next(5)],
            random.Next(9) == 0 ? null : $"10.0.{random.Next(300)}.0/24",
            random.Next(9) == 0 ? null : "h" + random.Next(30))
        {
            AutonomousSystem = (uint)random.Next(-100, 300) is var number and < 1000 ? number : null,
        };
    }
}
