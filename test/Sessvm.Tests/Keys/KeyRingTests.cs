using Microsoft.Extensions.Time.Testing;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;

namespace Sessvm.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Now = TokenExamples.Now;
    private static readonly KeyDefinition First = new(1, TokenExamples.Secret);
    private static readonly KeyDefinition Second = new(2, TokenExamples.OtherSecret);

    public static TheoryData<string> WeakSecrets =>
    [
        "",
        "short",
        "aB3$eF6&hI9(kL2)nO5%qR8^tU1!wX4", // 31 bytes
        new string('a', 64),
        "abababababababababababababababababab",
        "0110100110010110100101100110100101101001", // few characters
        "correct-horse-correct-horse-correct-horse-",
        "hunter2hunter2hunter2hunter2hunter2hunter2",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaabcdefgh",
    ];

    [Theory]
    [MemberData(nameof(WeakSecrets))]
    public void A_weak_secret_is_refused_by_a_message_that_says_how_to_make_one_and_not_what_it_was(string secret)
    {
        var fault = Should.Throw<ArgumentException>(() => Ring(First with { Secret = secret }));

        fault.Message.ShouldContain("openssl rand -base64 48");
        fault.Message.ShouldContain("key 1");
        if (secret.Length > 0)
        {
            fault.ToString().ShouldNotContain(secret);
        }
    }

    [Fact]
    public void Random_secrets_are_never_refused()
    {
        var random = new Random(7);
        var bytes = new byte[48];
        for (int i = 0; i < 2_000; i++)
        {
            random.NextBytes(bytes);
            Ring(First with { Secret = Convert.ToBase64String(bytes) });
            Ring(First with { Secret = Convert.ToHexStringLower(bytes.AsSpan(0, 16)) });
        }
    }

    [Fact]
    public void Secrets_are_measured_in_bytes_of_utf8() =>
        Should.NotThrow(() => Ring(First with { Secret = "žščřďťňľáéíóúýäô" })); // 16 characters, 32 bytes

    [Fact]
    public void Wrong_lists_are_refused()
    {
        Should.Throw<ArgumentException>(() => Ring()).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => Ring(First, Second with { Id = 1 })).Message.ShouldContain("twice");
        Should.Throw<ArgumentException>(() => Ring(First with { NotBefore = Now.AddTicks(1) })).Message.ShouldContain("signs now");
        Should.Throw<ArgumentException>(() => Ring(First with { RetireAfter = Now.AddTicks(-1) })).Message.ShouldContain("signs now");
        Should.Throw<ArgumentException>(() => Ring(First with { NotBefore = Now, RetireAfter = Now })).Message.ShouldContain("before it begins");
        Should.Throw<ArgumentException>(() => Ring(First, null!));
        Should.Throw<ArgumentException>(() => new KeyRing([First], new KeyScope("i", null!, "s")));
    }

    [Fact]
    public void The_last_key_to_have_begun_signs()
    {
        KeyRing ring = Ring(First, Second with { NotBefore = Now.AddHours(1), RetireAfter = Now.AddHours(2) });

        ring.Signing(Now).Id.ShouldBe((byte)1);
        ring.Signing(Now.AddHours(1)).Id.ShouldBe((byte)2);
        ring.Signing(Now.AddHours(3)).Id.ShouldBe((byte)1);
    }

    [Fact]
    public void The_higher_id_signs_where_two_began_together_in_whatever_order()
    {
        Ring(First, Second).Signing(Now).Id.ShouldBe((byte)2);
        Ring(Second, First).Signing(Now).Id.ShouldBe((byte)2);
    }

    [Fact]
    public void A_ring_in_which_no_key_signs_any_more_says_so() =>
        Should.Throw<InvalidOperationException>(() => Ring(First with { RetireAfter = Now }).Signing(Now.AddSeconds(1)));

    [Fact]
    public void Living_keys_are_those_that_verify()
    {
        KeyRing ring = Ring(First with { RetireAfter = Now.AddDays(1) }, Second with { NotBefore = Now.AddDays(2) });

        ring.Living(Now).Select(key => (int)key.Id).ShouldBe([2, 1]);
        ring.Living(Now.AddDays(1).AddTicks(1)).Select(key => (int)key.Id).ShouldBe([2]);
    }

    [Fact]
    public void A_failed_replacement_leaves_the_old_keys_in_place()
    {
        KeyRing ring = Ring(First);
        int replaced = 0;
        ring.Replaced += () => replaced++;

        Should.Throw<ArgumentException>(() => ring.Replace([Second with { Secret = "weak" }]));
        ring.Signing(Now).Id.ShouldBe((byte)1);
        replaced.ShouldBe(0);

        ring.Replace([Second]);
        ring.Signing(Now).Id.ShouldBe((byte)2);
        ring.TryFind(1, Now, out _).ShouldBeFalse();
        replaced.ShouldBe(1);
    }

    [Fact]
    public void A_key_that_retires_too_soon_after_its_successor_began_is_warned_of()
    {
        TimeSpan idle = TimeSpan.FromDays(14);
        KeyDefinition successor = Second with { NotBefore = Now };

        Ring(First, successor).Warnings(idle, Now).ShouldBeEmpty();
        Ring(First with { RetireAfter = Now + idle }, successor).Warnings(idle, Now).ShouldBeEmpty();
        string warning = Ring(First with { RetireAfter = Now + idle - TimeSpan.FromDays(1) }, successor).Warnings(idle, Now).ShouldHaveSingleItem();
        warning.ShouldContain("Key 1");
        warning.ShouldContain("2026-03-15");
    }

    [Fact]
    public void A_time_at_which_no_key_signs_is_warned_of()
    {
        KeyDefinition ending = First with { RetireAfter = Now.AddDays(30) };

        Ring(ending).Warnings(TimeSpan.FromDays(1), Now).ShouldHaveSingleItem().ShouldContain("no key signs");
        Ring(ending, Second with { NotBefore = Now.AddDays(31) }).Warnings(TimeSpan.FromDays(1), Now).ShouldHaveSingleItem().ShouldContain("no key signs");
        Ring(ending, Second with { NotBefore = Now.AddDays(1) }).Warnings(TimeSpan.FromDays(1), Now).ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_that_holds_a_secret_shows_it()
    {
        KeyRing ring = Ring(First);
        KeySet keys = ring.Signing(Now);

        foreach (object holder in new object[] { First, ring, keys, keys.Access, new[] { First } })
        {
            holder.ToString().ShouldNotBeNull().ShouldNotContain(First.Secret[..6]);
        }

        First.ToString().ShouldBe("KeyDefinition 1");
    }

    private static KeyRing Ring(params KeyDefinition[] keys) => new(keys, TokenExamples.Scope, new FakeTimeProvider(Now));
}
