using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.MaxMind.Internal;

namespace Sessvm.MaxMind.Tests;

/// <summary>
/// A damaged file is told before the library opens it, since what fails there is never freed: a fuzzer ran a process out of
/// memory mappings with 65,530 of them.
/// </summary>
public sealed class MetadataCheckTests
{
    private const int Seed = 20_261_125;
    private const int Rounds = 5_000;

    private static readonly byte[] NodeCount = [.. Text("node_count"), 0xC1, 2];
    private static readonly byte[] RecordSize = [.. Text("record_size"), 0xA1, 24];

    [Fact]
    public void Damaged_files_leave_no_memory_behind()
    {
        byte[] whole = new MmdbWriter().Add("203.0.113.0/24", 64500).Add("2001:db8::/32", 64502).ToBytes();
        int metadata = whole.AsSpan().LastIndexOf("MaxMind.com"u8) + 11;
        var random = new Random(Seed);
        using var file = new DatabaseFile(whole);
        int refused = 0;
        int before = Mappings();
        for (int round = 0; round < Rounds; round++)
        {
            byte[] damaged = [.. whole];
            damaged[random.Next(metadata, whole.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(file.Path, damaged);
            if (AsnDatabase.TryOpen(file.Path, NullLogger.Instance, out AsnDatabase? database, out _))
            {
                database.Leave();
            }
            else
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(Rounds / 4);
        (Mappings() - before).ShouldBeLessThan(refused / 10);
    }

    [Fact]
    public void Metadata_may_point_to_itself_instead_of_saying_a_thing_twice()
    {
        byte[] first = [.. Text("languages"), 0x01, 0x04, .. Text("en")];
        byte[] metadata = [0xE4, .. first, .. NodeCount, .. RecordSize, .. Text("description"), 0xE1, 0x20, (byte)(first.Length - 2), .. Text("Test")];
        MetadataCheck.Passes(metadata, 1_000).ShouldBeTrue();
    }

    [Fact]
    public void Pointers_that_never_end_are_refused()
    {
        // An array of two pointers to an array of two pointers to …: each but a few bytes, and all of them 2^40 values.
        MetadataCheck.Passes([0xE3, .. NodeCount, .. RecordSize, .. Text("x"), 0x20, 0], 1_000).ShouldBeFalse();
        List<byte> doubling = [0xE3, .. NodeCount, .. RecordSize, .. Text("x")];
        for (int level = 0; level < 40; level++)
        {
            byte next = (byte)(doubling.Count + 6);
            doubling.AddRange([0x02, 0x04, 0x20, next, 0x20, next]);
        }

        MetadataCheck.Passes([.. doubling], 1_000).ShouldBeFalse();
    }

    [Fact]
    public void A_short_type_in_the_long_form_is_refused() =>
        MetadataCheck.Passes([0xE3, .. NodeCount, .. RecordSize, .. Text("x"), 0x00, 0x00], 1_000).ShouldBeFalse();

    [Theory]
    [InlineData(28, true)] // two nodes of two records of 24 bits, and 16 bytes between them and the data
    [InlineData(29, true)]
    [InlineData(27, false)]
    public void The_tree_lies_within_the_file(int before, bool passes) =>
        MetadataCheck.Passes([0xE2, .. NodeCount, .. RecordSize], before).ShouldBe(passes);

    [Fact]
    public void What_the_library_needs_is_there() => MetadataCheck.Passes([0xE1, .. NodeCount], 1_000).ShouldBeFalse();

    private static byte[] Text(string text) => [(byte)(0x40 | text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static int Mappings() => OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/maps").Count() : 0;
}
