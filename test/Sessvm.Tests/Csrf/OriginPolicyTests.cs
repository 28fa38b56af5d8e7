using Sessvm.Csrf;

namespace Sessvm.Tests.Csrf;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("http://localhost:3000")]
    [InlineData("https://[::1]:8443")]
    [InlineData("https://xn--bcher-kva.example")]
    [InlineData("capacitor://localhost")]
    [InlineData("chrome-extension://abcdefghijklmnop")]
    public void An_exact_origin_is_taken(string origin)
    {
        var policy = new OriginPolicy([origin]);

        policy.Allows(origin, "https://self.example").ShouldBeTrue();
        policy.Allows(origin + "1", "https://self.example").ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("*")]
    [InlineData("https://*")]
    [InlineData("https://*.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/path")]
    [InlineData("https://app.example.com?x")]
    [InlineData("https://app.example.com#x")]
    [InlineData("https://App.example.com")]
    [InlineData("HTTPS://app.example.com")]
    [InlineData("https://app.example.com:443")]
    [InlineData("http://app.example.com:80")]
    [InlineData("https://app.example.com:99999")]
    [InlineData("https://user@app.example.com")]
    [InlineData("https://bücher.example")]
    [InlineData("app.example.com")]
    [InlineData("//app.example.com")]
    [InlineData("https://")]
    [InlineData(" https://app.example.com")]
    [InlineData("https://app.example.com ")]
    [InlineData("https://a.example,https://b.example")]
    [InlineData("file:///etc")]
    [InlineData("data:text/html,x")]
    public void Anything_else_stops_the_start(string? origin) =>
        Should.Throw<ArgumentException>(() => new OriginPolicy([origin!])).Message.ShouldContain("scheme://host[:port]");

    [Theory]
    [InlineData("https://self.example", true)]
    [InlineData("https://SELF.example", true)]
    [InlineData("http://self.example", false)]
    [InlineData("https://self.example:8443", false)]
    [InlineData("https://self.example.evil.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Its_own_origin_is_allowed_without_being_listed(string? origin, bool allowed) =>
        OriginPolicy.None.Allows(origin, "https://self.example").ShouldBe(allowed);

    [Fact]
    public void The_text_null_is_never_an_origin() =>
        OriginPolicy.None.Allows("null", "null").ShouldBeFalse();
}
