using System.Text;
using Sessvm.AspNetCore;

namespace Sessvm.Fuzz.Targets;

/// <summary>Headers that hold credentials, one a line: cookies, sub-protocols, device id, number of the autonomous system.</summary>
internal sealed class WireTarget() : FuzzTarget("wire", fixedBytes: 4_096, bytesEach: 64)
{
    private static readonly CookieNames.Set Cookies = new CookieNames(new SessvmCookieOptions()).Secure;

    public override IEnumerable<byte[]> Seeds() =>
    [
        "a=b; __Host-atk=A1.abc; __Host-did=\"018f3a5e-7c1d-7b42-9e6a-0c1d2e3f4a5b\"; __Host-csrf=x\nsessvm.did.018f3a5e-7c1d-7b42-9e6a-0c1d2e3f4a5b, sessvm.atk.A1%2Eabc, graphql-transport-ws\n018f3a5e-7c1d-7b42-9e6a-0c1d2e3f4a5b\nAS64500"u8.ToArray(),
        "__Host-did=a; __Host-did=b; =; ;\nsessvm.tkt.T1.abc,sessvm.did.%,,\n{018f3a5e}\n4294967295"u8.ToArray(),
        "__Host-atk=\";__Host-csrf=\"\"\n%C3%28,sessvm.atk.%C3%28%00%F0%9F%A4%96\n00000000-0000-0000-0000-000000000000\nas 1"u8.ToArray(),
    ];

    protected override void Read(byte[] input)
    {
        string[] lines = Encoding.UTF8.GetString(input).Split('\n', 4);
        string Line(int place) => lines.ElementAtOrDefault(place) ?? "";

        CookieHeader.Found cookies = CookieHeader.Find(Line(0), Cookies);
        Require(!cookies.Access.Span.Contains(';') && !cookies.Device.Span.Contains(';') && !cookies.Csrf.Span.Contains(';'), "a cookie holds the next one");

        SubProtocols.Found protocols = SubProtocols.Read(Line(1));
        Require(!protocols.IsTicket || !protocols.Token.IsEmpty, "a ticket is empty");
        string? answer = SubProtocols.Answer([.. Line(1).Split(',', StringSplitOptions.TrimEntries)], null);
        Require(answer?.StartsWith("sessvm.did.", StringComparison.Ordinal) != false, "a credential is answered with");

        var device = default(DeviceIds);
        device.Add(cookies.Device.Span);
        device.Add(protocols.Device.Span);
        device.Add(Line(2));
        Require(device.Value != Guid.Empty, "an empty device id counts");

        Require(AutonomousSystemHeader.Parse(Line(3)) != 0, "the number of no system counts");
    }
}
