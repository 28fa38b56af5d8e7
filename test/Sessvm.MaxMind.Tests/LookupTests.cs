using System.Net;

namespace Sessvm.MaxMind.Tests;

public sealed class LookupTests
{
    private static readonly byte[] s_content = new MmdbWriter()
        .Add("203.0.113.0/24", 64500)
        .Add("198.51.100.0/25", uint.MaxValue)
        .Add("2001:db8::/32", 64502)
        .Add("192.0.2.0/24", 0)
        .ToBytes();

    [Theory]
    [InlineData("203.0.113.77", 64500u)]
    [InlineData("198.51.100.1", uint.MaxValue)]
    [InlineData("198.51.100.129", null)]
    [InlineData("2001:db8:1::9", 64502u)]
    [InlineData("2001:db9::9", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("::", null)]
    [InlineData("fe80::1%2", null)]
    public void An_address_has_the_number_of_its_network(string address, uint? number)
    {
        using var file = new DatabaseFile(s_content);
        using var systems = new MaxMindAutonomousSystems(new MaxMindOptions { Path = file.Path });

        systems.Find(IPAddress.Parse(address)).ShouldBe(number);
    }

    [Fact]
    public void A_database_says_when_it_was_built()
    {
        using var file = new DatabaseFile(s_content);
        using var systems = new MaxMindAutonomousSystems(new MaxMindOptions { Path = file.Path });

        systems.BuiltAt.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    }

    [Fact]
    public void A_database_of_something_else_knows_no_number_and_says_so_at_the_start()
    {
        byte[] cities = new MmdbWriter("Test-City").AddRaw("203.0.113.0/24", 0xE1, 0x44, (byte)'c', (byte)'i', (byte)'t', (byte)'y', 0x41, (byte)'x').ToBytes();
        using var file = new DatabaseFile(cities);
        var log = new CapturedLog();
        using var systems = new MaxMindAutonomousSystems(new MaxMindOptions { Path = file.Path }, null, log);

        systems.Find(IPAddress.Parse("203.0.113.77")).ShouldBeNull();
        log.Lines.ShouldContain(line => line.StartsWith("Warning") && line.Contains("Test-City"));
    }

    [Fact]
    public void A_missing_file_stops_the_start_and_is_named()
    {
        var options = new MaxMindOptions { Path = "/nowhere/asn.mmdb" };

        Should.Throw<ArgumentException>(() => new MaxMindAutonomousSystems(options)).Message.ShouldContain("/nowhere/asn.mmdb");
    }

    [Fact]
    public void A_file_that_is_none_stops_the_start_and_is_named()
    {
        using var file = new DatabaseFile([1, 2, 3]);
        var options = new MaxMindOptions { Path = file.Path };

        Should.Throw<ArgumentException>(() => new MaxMindAutonomousSystems(options)).Message.ShouldContain(file.Path);
    }

    [Theory]
    [InlineData("", "00:01:00")]
    [InlineData("asn.mmdb", "00:00:00.9")]
    [InlineData("asn.mmdb", "1.00:00:01")]
    public void A_value_out_of_bounds_is_refused(string path, string interval)
    {
        var options = new MaxMindOptions { Path = path, CheckInterval = TimeSpan.Parse(interval, null) };

        Should.Throw<ArgumentException>(options.Validate).Message.ShouldContain("allowed is");
    }
}
