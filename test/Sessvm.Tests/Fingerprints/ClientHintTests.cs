using CsCheck;
using Sessvm.Fingerprints;

namespace Sessvm.Tests.Fingerprints;

public sealed class ClientHintTests
{
    private const string Desktop = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";
    private const string Edge = "\"Not/A)Brand\";v=\"8\", \"Chromium\";v=\"126\", \"Microsoft Edge\";v=\"127\"";

    private readonly FingerprintExtractor _extractor = new(new());

    [Theory]
    [InlineData(Edge, "\"Windows\"", "Edge", 127, "Windows")]
    [InlineData("\"Chromium\";v=\"126\", \"Google Chrome\";v=\"126\"", "\"macOS\"", "Chrome", 126, "macOS")]
    [InlineData("\"Brave\";v=\"126\", \"Chromium\";v=\"126\"", "\"Chrome OS\"", "Chrome", 126, "ChromeOS")]
    [InlineData("\"Chromium\";v=\"126\"", "\"Android\"", "Chrome", 126, "Android")]
    [InlineData("\"Not.A/Brand\";v=\"8\"", "\"\"", "Unknown", 0, "Unknown")]
    [InlineData("\"Chromium\"", null, "Chrome", 0, "Unknown")]
    [InlineData("\"Chromium\";v=\"1", "\"BeOS\"", "Chrome", 0, "Unknown")]
    [InlineData("Chromium;v=126", "Linux", "Unknown", 0, "Linux")]
    public void Where_there_is_no_user_agent_the_hints_stand_in(string? brands, string? platform, string browser, int version, string system) =>
        Read(null, new ClientHints(brands, platform)).Agent.ShouldBe(new Agent(browser, version, system));

    [Fact]
    public void A_user_agent_that_names_no_system_is_completed() =>
        Read("Mozilla/5.0 Firefox/127.0", new ClientHints(Edge, "\"Windows\"")).Agent.ShouldBe(new Agent("Firefox", 127, "Windows"));

    [Fact]
    public void The_hints_overrule_nothing_that_the_user_agent_tells() // a socket comes without them, and is the same browser
    {
        Agent plain = Read(Desktop, default).Agent;

        Read(Desktop, new ClientHints(Edge, "\"Windows\"", "?1")).Agent.ShouldBeSameAs(plain);
    }

    [Theory]
    [InlineData(Desktop, "\"Linux\"", "?0", DeviceClass.Desktop)]
    [InlineData(Desktop, "\"Android\"", "?1", DeviceClass.Phone)]
    [InlineData(Desktop, "\"Android\"", "?0", DeviceClass.Tablet)]
    [InlineData(Desktop, null, null, DeviceClass.Desktop)]
    [InlineData(null, "\"Windows\"", "?0", DeviceClass.Desktop)]
    [InlineData("Googlebot/2.1", "\"Android\"", "?1", DeviceClass.Bot)]
    public void The_hints_tell_a_phone_that_asks_for_the_desktop_page(string? agent, string? platform, string? mobile, DeviceClass device) =>
        Read(agent, new ClientHints(null, platform, mobile)).Device.ShouldBe(device);

    [Fact]
    public void Equal_agents_are_one_instance_here_too()
    {
        var hints = new ClientHints(Edge, "\"Windows\"");

        Read(null, hints).Agent.ShouldBeSameAs(Read("", hints).Agent);
    }

    [Fact]
    public void What_is_switched_off_is_not_filled_in() =>
        new FingerprintExtractor(new() { Browser = false, System = false })
            .Extract(new RequestTraits(null) { Hints = new ClientHints(Edge, "\"Windows\"") }).Agent.ShouldBeSameAs(Agent.Unknown);

    [Fact]
    public void Whatever_is_sent_is_read_without_failure_and_within_bounds()
    {
        Gen<string> text = Gen.OneOf(
            Gen.String[0, 400],
            Gen.OneOf("\"", ";v=", "Chromium", "Microsoft Edge", "126", ", ", "Not", "Windows", "\u0000", "\\").Array[0, 80].Select(string.Concat));
        Gen.Select(text.Null(), text.Null(), text.Null(), text.Null()).Sample((agent, brands, platform, mobile) =>
        {
            Fingerprint read = Read(agent, new ClientHints(brands, platform, mobile));

            read.Agent.Browser.Length.ShouldBeInRange(1, 32);
            read.Agent.Version.ShouldBeInRange(0, 999_999 + 4);
            read.Agent.System.Length.ShouldBeInRange(1, 32);
            Enum.IsDefined(read.Device).ShouldBeTrue();
        });
    }

    [Fact]
    public void Hints_are_not_printed() => new ClientHints(Edge, "\"Windows\"").ToString().ShouldBe("ClientHints"); // R9

    private Fingerprint Read(string? agent, ClientHints hints) => _extractor.Extract(new RequestTraits(agent) { Hints = hints });
}
