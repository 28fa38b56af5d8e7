using System.Net;
using Sessvm.MaxMind.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Sessvm.MaxMind.Tests;

/// <summary>Whatever a file holds, opening and asking it ends, within bounds of time and memory, and does not throw.</summary>
public sealed class DamageTests
{
    private const int Seed = 20_260_401;

    // The longest a lookup may take is bounded by the library's decoding limits; so is what it allocates.
    private const long MostBytes = 64L * 1024 * 1024;

    private static readonly IPAddress[] s_addresses =
    [
        IPAddress.Parse("203.0.113.77"), IPAddress.Parse("198.51.100.1"), IPAddress.Parse("2001:db8::1"), IPAddress.Parse("255.255.255.255"), IPAddress.IPv6Any,
    ];

    private static int Rounds => Environment.GetEnvironmentVariable("SESSVM_LONG") == "1" ? 100_000 : 3_000;

    [Fact]
    public void A_mutated_file_is_refused_or_answers()
    {
        byte[] whole = new MmdbWriter().Add("203.0.113.0/24", 64500).Add("198.51.100.0/25", 64501).Add("2001:db8::/32", 64502).ToBytes();
        var random = new Random(Seed);
        using var file = new DatabaseFile(whole);
        int opened = 0;
        for (int round = 0; round < Rounds; round++)
        {
            opened += Survives(file, Mutate(random, whole)) ? 1 : 0;
        }

        opened.ShouldBeGreaterThan(Rounds / 10); // else nothing but the first check was tried
    }

    [Fact]
    public void A_record_that_points_at_itself_is_unknown() => IsUnknown(0x20, 0x00);

    [Fact]
    public void Maps_in_maps_without_end_are_unknown() => // each a key «a» and, as its value, a pointer to the map itself
        IsUnknown(0xE1, 0x41, (byte)'a', 0x20, 0x00);

    [Fact]
    public void Arrays_in_arrays_without_end_are_unknown() => IsUnknown(0x01, 0x04, 0x20, 0x00);

    [Fact]
    public void Deep_nesting_is_unknown() => IsUnknown([.. Enumerable.Repeat(new byte[] { 0xE1, 0x41, (byte)'a' }, 20_000).SelectMany(one => one), 0x41, (byte)'x']);

    [Fact]
    public void A_map_that_claims_millions_of_entries_is_unknown() => IsUnknown(0xFF, 0xFF, 0xFF, 0xFF);

    [Fact]
    public void A_text_that_claims_megabytes_is_unknown() => IsUnknown(0x5F, 0xFF, 0xFF, 0xFF);

    [Fact]
    public void A_map_that_doubles_itself_through_pointers_ends() // 2^40 values, were they all unfolded
    {
        List<byte> record = [];
        for (int i = 0; i < 40; i++)
        {
            int next = (i + 1) * 9;
            record.AddRange([0xE2, 0x41, (byte)'a', 0x20, (byte)next, 0x41, (byte)'b', (byte)(0x20 | (next >> 8)), (byte)next]);
        }

        record.AddRange([0x41, (byte)'x']);
        byte[] bytes = [.. record];
        for (int i = 0; i < 40; i++)
        {
            bytes[(i * 9) + 3] = bytes[(i * 9) + 7];
        }

        IsUnknown(bytes);
    }

    private static void IsUnknown(params byte[] record)
    {
        using var file = new DatabaseFile(new MmdbWriter().AddRaw("203.0.113.0/24", record).ToBytes());
        var log = new CapturedLog();
        AsnDatabase.TryOpen(file.Path, log, out AsnDatabase? database, out _).ShouldBeTrue();

        long before = GC.GetAllocatedBytesForCurrentThread();
        database!.Find(s_addresses[0]).ShouldBeNull();
        database.Find(s_addresses[0]).ShouldBeNull();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        log.Lines.Count(line => line.StartsWith("Error")).ShouldBeLessThanOrEqualTo(1); // told once
    }

    private static bool Survives(DatabaseFile file, byte[] content)
    {
        file.Replace(content, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool opened = AsnDatabase.TryOpen(file.Path, NullLogger.Instance, out AsnDatabase? database, out _);
        foreach (IPAddress address in opened ? s_addresses : [])
        {
            database!.Find(address);
        }

        database?.Leave();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MostBytes);
        return opened;
    }

    private static byte[] Mutate(Random random, byte[] whole)
    {
        byte[] bytes = [.. whole];
        int many = random.Next(1, 8);
        int metadata = bytes.AsSpan().LastIndexOf("MaxMind.com"u8);
        for (int i = 0; i < many; i++)
        {
            // Half of the changes hit the short parts behind the tree, which hold the structure.
            int from = random.Next(2) == 0 ? 0 : random.Next(2) == 0 ? metadata : metadata - 200;
            int at = random.Next(from, bytes.Length);
            bytes[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(bytes[at] ^ (1 << random.Next(8))),
                _ => (byte)(random.Next(2) * 255),
            };
        }

        return random.Next(10) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
