using System.Net.Sockets;
using System.Text;
using CsCheck;

namespace Sessvm.AspNetCore.Tests.WebSockets;

/// <summary>Handshakes with whatever a client may write, byte by byte.</summary>
public sealed class SubProtocolTests
{
    [Fact]
    public async Task Whatever_sub_protocols_come_a_handshake_opens_for_a_good_credential_only_and_nothing_fails()
    {
        await using var app = await SocketApp.StartAsync("RateLimit:Limit=1000", "Connections:PerSession=1000");
        var (browser, token) = await app.SignInAsync();
        string[] known =
        [
            $"sessvm.did.{browser.Device}", $"sessvm.atk.{token}", $"sessvm.atk.{token[..^1]}", "sessvm.did.", "sessvm.atk.", "sessvm.tkt.", "sessvm.tkt.T1.AAAA",
            $"sessvm.tkt.{token}", "sessvm.atk.%", "sessvm.atk.%zz", "sessvm.did.%00", $"sessvm.atk.{new string('A', 6000)}", "app.echo", ",", " , ", ";", "\t", "sessvm.did.5b3c6e2a-9d1f-4a70-8c55-0123456789ab",
        ];
        var parts = Gen.OneOf(Gen.Int[0, known.Length - 1].Select(at => known[at]), Gen.String[Gen.Char['!', '~'], 0, 30]);
        await parts.Array[0, 6].SampleAsync(
            async protocols =>
            {
                int status = await HandshakeAsync(browser, string.Join(", ", protocols));
                bool good = protocols.Contains($"sessvm.did.{browser.Device}") && protocols.Any(one => one.Contains(token));
                (status is 400 or 401 or 429 or 431 || (status == 101 && good)).ShouldBeTrue($"{status} for {string.Join(", ", protocols)}");
            },
            iter: 300, threads: 1);
        (await HandshakeAsync(browser, $"sessvm.did.{browser.Device}, sessvm.atk.{token}")).ShouldBe(101);
        app.Log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
        app.Log.Lines.ShouldNotContain(line => line.Contains(token), "A token stands in the log.");
    }

    private static async Task<int> HandshakeAsync(Browser browser, string protocols)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(browser.Address.Host, browser.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"GET /echo HTTP/1.1\r\nHost: {browser.Address.Authority}\r\nUser-Agent: {browser.Agent}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: {protocols}\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        string? line = await reader.ReadLineAsync();
        return int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
