using System.Security.Cryptography;
using Sessvm.Keys;

namespace Sessvm.Tests.Keys;

public sealed class MacKeyTests
{
    [Fact]
    public void Racing_threads_get_the_mac_of_their_own_data()
    {
        byte[] secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var key = new MacKey(secret);
        byte[][] inputs = [.. Enumerable.Range(0, 64).Select(i => Enumerable.Repeat((byte)i, i * 7).ToArray())];
        byte[][] expected = [.. inputs.Select(input => HMACSHA256.HashData(secret, input))];
        int wrong = 0;

        // More threads than slots, so that instances are taken elsewhere, made anew and thrown away.
        Thread[] racers = [.. Enumerable.Range(0, 16).Select(racer => new Thread(() =>
        {
            var mac = new byte[MacKey.Size];
            for (int i = 0; i < 4_000; i++)
            {
                int at = (i + (racer * 5)) % inputs.Length;
                key.Compute(inputs[at], mac);
                if (!mac.AsSpan().SequenceEqual(expected[at]))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        Array.ForEach(racers, racer => racer.Start());
        Array.ForEach(racers, racer => racer.Join());

        wrong.ShouldBe(0);
    }

    [Fact]
    public void An_instance_that_failed_is_not_used_again()
    {
        var secret = new byte[32];
        var key = new MacKey(secret);
        var mac = new byte[MacKey.Size];

        Should.Throw<ArgumentException>(() => key.Compute("left over"u8, new byte[5]));
        key.Compute("data"u8, mac);

        mac.ShouldBe(HMACSHA256.HashData(secret, "data"u8));
    }
}
