using System.Buffers;
using CsCheck;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Tests.Fingerprints;

public sealed class HelloRecordsTests
{
    private static readonly byte[] s_chromium = TlsVectors.Of("Chromium by name").Bytes;
    private static readonly string s_comparable = TlsVectors.Of("Chromium by name").Comparable;

    [Fact]
    public void A_hello_is_read_however_it_is_split_over_records_and_segments() =>
        Gen.Select(Gen.Int[0, TlsVectors.Hellos.Length - 1], Gen.Int[80, 2000], Gen.Int[1, 300], Gen.Int).Sample((index, most, segment, seed) =>
        {
            TlsVectors.Hello hello = TlsVectors.Hellos[index];
            var random = new Random(seed);
            byte[] bytes = Segments.Records(hello.Bytes, () => random.Next(most / 2, most));

            HelloRecords.Read(Segments.Sequence([.. bytes, 1, 2, 3], () => random.Next(segment + 1)), out TlsFingerprint? read).ShouldBe(HelloStatus.Read);
            read!.Ja4.ShouldBe(hello.Ja4);
            read.Comparable.ShouldBe(hello.Comparable);
        }, iter: 2_000);

    [Fact]
    public void A_head_that_is_split_over_records_of_one_byte_is_read()
    {
        int record = 0;
        byte[] bytes = Segments.Records(s_chromium, () => record++ < 10 ? 1 : 16_000);

        Read(bytes, out TlsFingerprint? read).ShouldBe(HelloStatus.Read);
        read!.Comparable.ShouldBe(s_comparable);
    }

    [Fact]
    public void A_beginning_asks_for_more_until_it_is_whole()
    {
        int record = 0;
        byte[] bytes = Segments.Records(s_chromium, () => record++ < 5 ? 3 : 700);
        for (int length = 0; length < bytes.Length; length++)
        {
            Read(bytes[..length], out _).ShouldBe(HelloStatus.Incomplete, $"{length} bytes");
        }

        Read(bytes, out _).ShouldBe(HelloStatus.Read);
    }

    [Theory]
    [InlineData("47")] // G of GET
    [InlineData("504f5354202f")]
    [InlineData("505249202a20485454502f322e30")]
    [InlineData("80")] // SSL 2.0
    [InlineData("1503010002")] // an alert
    [InlineData("1602")]
    [InlineData("160305")]
    public void What_begins_otherwise_is_no_TLS(string hex) => Read(Convert.FromHexString(hex), out _).ShouldBe(HelloStatus.NotTls);

    [Theory]
    [InlineData("1603010000", "an empty record")]
    [InlineData("1603014001", "a record that is too long")]
    [InlineData("160301000402", "no ClientHello")]
    [InlineData("1603010004010f0000", "a message that is too long")]
    [InlineData("16030100020100170301000200", "another record amid the message")]
    [InlineData("160301000401000000", "an empty message")]
    [InlineData("1603010005010000010a", "a message of one byte")]
    public void TLS_that_makes_no_sense_is_unreadable(string hex, string what) => Read(Convert.FromHexString(hex), out _).ShouldBe(HelloStatus.Unreadable, what);

    [Fact]
    public void A_hello_over_more_than_64_records_is_unreadable()
    {
        Read(Segments.Records(s_chromium, () => 25), out _).ShouldBe(HelloStatus.Unreadable);
        Read(Segments.Records(s_chromium, () => (s_chromium.Length - 5 + 63) / 64), out _).ShouldBe(HelloStatus.Read);
    }

    [Fact]
    public void A_hello_up_to_64_KiB_is_read_and_a_longer_one_is_unreadable()
    {
        Read(Padded(60_000), out TlsFingerprint? read).ShouldBe(HelloStatus.Read);
        read!.Ja4.ShouldStartWith("t12i0101");
        Read(Padded(65_530), out _).ShouldBe(HelloStatus.Unreadable);
    }

    [Fact]
    public void Garbage_and_damaged_hellos_are_told_and_nothing_throws() =>
        Gen.Select(Gen.Int[0, TlsVectors.Hellos.Length - 1], Gen.Int[1, 6], Gen.Int, Gen.Int[1, 400]).Sample((index, changes, seed, segment) =>
        {
            var random = new Random(seed);
            byte[] bytes = [.. TlsVectors.Hellos[index].Bytes];
            for (int i = 0; i < changes; i++)
            {
                int at = random.Next(bytes.Length + 1);
                bytes = random.Next(4) switch
                {
                    0 => bytes[..at],
                    1 => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
                    2 => [.. bytes[at..], .. bytes[..at]],
                    _ => at < bytes.Length ? [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]] : bytes,
                };
            }

            HelloStatus whole = Read(bytes, out TlsFingerprint? one);
            HelloRecords.Read(Segments.Sequence(bytes, () => random.Next(segment + 1)), out TlsFingerprint? other).ShouldBe(whole);
            other.ShouldBe(one);
            (one is not null).ShouldBe(whole == HelloStatus.Read);
            if (one is not null)
            {
                one.Ja4.Length.ShouldBe(Ja4.Length);
                one.Comparable.Length.ShouldBe(Ja4.ComparableLength);
            }
        }, iter: 20_000);

    [Fact]
    public void Reading_a_hello_allocates_only_what_it_returns()
    {
        var start = new ReadOnlySequence<byte>(s_chromium);
        HelloRecords.Read(start, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            HelloRecords.Read(start, out _);
        }

        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        int texts = 4 * 24 + 2 * (36 + 33 + 32 + TlsVectors.Of("Chromium by name").Ja3Text.Length);
        each.ShouldBeLessThan(texts + 350); // the record, and the text as bytes for MD5
    }

    private static HelloStatus Read(byte[] bytes, out TlsFingerprint? fingerprint) => HelloRecords.Read(new ReadOnlySequence<byte>(bytes), out fingerprint);

    /// <summary>A hello with one extension that fills it up.</summary>
    private static byte[] Padded(int length)
    {
        byte[] hello = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 1, 1, 0, .. Two(length + 4), 0, 21, .. Two(length), .. new byte[length]];
        byte[] message = [1, (byte)(hello.Length >> 16), .. Two(hello.Length & 0xFFFF), .. hello];
        return Segments.Records([22, 3, 1, 0, 0, .. message], () => 16_000);
    }

    private static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];
}
