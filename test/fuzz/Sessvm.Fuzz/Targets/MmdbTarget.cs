using System.Net;
using Sessvm.MaxMind;
using Sessvm.MaxMind.Tests;

namespace Sessvm.Fuzz.Targets;

/// <summary>A file of autonomous systems: opened, and asked for some addresses.</summary>
internal sealed class MmdbTarget() : FuzzTarget("mmdb", fixedBytes: 1_048_576, bytesEach: 64)
{
    private static readonly string Memory = "/dev/shm";

    private static readonly IPAddress[] Asked =
    [
        IPAddress.Parse("203.0.113.7"), IPAddress.Parse("2001:db8::1"), IPAddress.Any, IPAddress.IPv6None, IPAddress.Parse("255.255.255.255"), IPAddress.Parse("::ffff:198.51.100.1"),
    ];

    private readonly string _path = Path.Combine(Directory.Exists(Memory) ? Memory : Path.GetTempPath(), $"sessvm-fuzz-{Environment.ProcessId}.mmdb");

    public override IEnumerable<byte[]> Seeds() =>
    [
        new MmdbWriter().Add("203.0.113.0/24", 64_500).ToBytes(),
        new MmdbWriter().Add("2001:db8::/32", 4_200_000_000).AddRaw("198.51.100.0/24", 0xE1, 0x42, (byte)'a', (byte)'b', 0xA0).ToBytes(),
        new MmdbWriter("GeoLite2-Country").Add("0.0.0.0/1", 1).ToBytes(),
    ];

    protected override void Read(byte[] input)
    {
        File.WriteAllBytes(_path, input);
        try
        {
            using var systems = new MaxMindAutonomousSystems(new MaxMindOptions { Path = _path });
            foreach (IPAddress address in Asked)
            {
                Require(systems.Find(address) is null or > 0, "a number is none");
            }
        }
        catch (ArgumentException)
        {
            // the defined answer to a file that cannot be read
        }
        finally
        {
            File.Delete(_path);
        }
    }
}
