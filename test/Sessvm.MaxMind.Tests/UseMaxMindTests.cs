using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Fingerprints;
using Sessvm.Sessions;

namespace Sessvm.MaxMind.Tests;

public sealed class UseMaxMindTests
{
    [Fact]
    public void One_line_attaches_the_database()
    {
        using var file = new DatabaseFile(new MmdbWriter().Add("203.0.113.0/24", 64500).ToBytes());
        var builder = new Builder();

        builder.UseMaxMind(file.Path).ShouldBeSameAs(builder);

        using var systems = (MaxMindAutonomousSystems)builder.Create!(new NoServices());
        Compact.asn(systems).Extract(new RequestTraits(null, null, IPAddress.Parse("::ffff:203.0.113.77")))
            .ShouldBe(new Fingerprint(Agent.Unknown, null, "203.0.113.0/24") { AutonomousSystem = 64500 });
    }

    [Fact]
    public void The_page_says_so()
    {
        var builder = new Builder();
        #region snippet: fingerprint-asn
        builder.UseMaxMind("/var/lib/GeoIP/GeoLite2-ASN.mmdb");
        #endregion
        builder.Create.ShouldNotBeNull();
    }

    [Fact]
    public void A_wrong_option_is_told_at_once() => Should.Throw<ArgumentException>(() => new Builder().UseMaxMind(" "));

    private sealed class Builder : IAutonomousSystemsBuilder
    {
        public Func<IServiceProvider, IAutonomousSystems>? Create { get; private set; }

        public void SetAutonomousSystems(Func<IServiceProvider, IAutonomousSystems> create) => Create = create;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
