using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sessvm.Fingerprints;

namespace Sessvm.AspNetCore.Tests;

public sealed class TlsPeekTests
{
    [Theory]
    [InlineData("listen")]
    [InlineData("urls")]
    [InlineData("endpoints")]
    [InlineData("sni")]
    [InlineData("defaults")]
    public async Task Every_endpoint_is_read_however_it_is_configured(string how)
    {
        await using var app = await StartAsync(how);
        string told = await app.GetAsync("/tls");
        told.ShouldMatch(@"^t13d\d{4}00_[0-9a-f]{12}_[0-9a-f]{12} [0-9a-f]{32} h13\d{4}_[0-9a-f]{12}_[0-9a-f]{12}$");
        (await app.GetAsync("/tls")).Split(' ')[2].ShouldBe(told.Split(' ')[2]);
        (await app.GetAsync("/tls", null, SslProtocols.Tls12)).ShouldStartWith("t12d");
        app.App.Log.Lines.ShouldNotContain(line => line.Contains("The TLS of HTTPS connections is not read"));
    }

    [Fact]
    public async Task Defaults_of_the_application_that_leave_Sessvm_out_are_told_once()
    {
        await using var app = await StartAsync("defaults without");
        (await app.GetAsync("/tls")).ShouldBe("none none none");
        (await app.GetAsync("/tls")).ShouldBe("none none none");
        app.App.Log.Lines.Count(line => line.Contains("The TLS of HTTPS connections is not read")).ShouldBe(1);
    }

    [Theory]
    [InlineData(16_000, 1)]
    [InlineData(16_000, 7)]
    [InlineData(100, 4_000)]
    [InlineData(10, 13)]
    public async Task A_hello_split_over_records_and_packets_is_read_and_the_handshake_goes_on(int record, int packet)
    {
        await using var app = await TlsApp.StartAsync();
        string whole = await app.GetAsync("/tls");
        (await app.GetAsync("/tls", stream => new SplitStream(stream, record, packet))).ShouldBe(whole);
    }

    [Fact]
    public async Task A_hello_in_more_records_than_are_looked_at_is_served_and_stands_out()
    {
        await using var app = await TlsApp.StartAsync();
        (await app.GetAsync("/tls", stream => new SplitStream(stream, 2, 4_000))).ShouldBe($"none none {TlsFingerprint.Unreadable}");
    }

    [Fact]
    public async Task Plain_HTTP_passes_untouched_byte_by_byte_as_well()
    {
        await using var app = await TlsApp.StartAsync((_, _) => { });
        (await app.GetAsync("/tls")).ShouldBe("none none none");
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, app.Port);
        foreach (byte one in "GET /open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray())
        {
            await socket.GetStream().WriteAsync(new[] { one });
        }

        (await new StreamReader(socket.GetStream()).ReadToEndAsync()).ShouldStartWith("HTTP/1.1 200");
    }

    [Theory]
    [InlineData("")]
    [InlineData("16")]
    [InlineData("160301")]
    [InlineData("1603010200010001fc0303")]
    [InlineData("16030102000100ffff")]
    [InlineData("16030100050100000100")]
    [InlineData("00000000000000000000")]
    [InlineData("474554202f20485454502f312e310d0a0d0a")]
    public async Task Garbage_is_left_to_TLS_and_the_server_goes_on(string hex)
    {
        await using var app = await TlsApp.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, app.Port);
            var stream = socket.GetStream();
            await stream.WriteAsync(Convert.FromHexString(hex));
            socket.Client.Shutdown(SocketShutdown.Send);
            byte[] answer = new byte[64];
            try
            {
                while (await stream.ReadAsync(answer) > 0)
                {
                }
            }
            catch (IOException)
            {
                // reset: as good
            }
        }

        (await app.GetAsync("/open")).ShouldBe("nobody");
    }

    [Fact]
    public async Task A_connection_that_says_nothing_does_not_hold_up_the_shutdown()
    {
        using var idle = new TcpClient();
        await using (var app = await TlsApp.StartAsync(build: (builder, _) => builder.WebHost.UseUrls("http://127.0.0.1:0")))
        {
            await idle.ConnectAsync(IPAddress.Loopback, app.Port);
            (await app.GetAsync("/open")).ShouldBe("nobody");
        }

        try
        {
            (await idle.GetStream().ReadAsync(new byte[1])).ShouldBe(0);
        }
        catch (IOException)
        {
            // reset: as good
        }
    }

    [Fact]
    public async Task Switched_off_it_does_not_look()
    {
        await using var app = await TlsApp.StartAsync(null, null, null, "Fingerprint:Tls=false");
        (await app.GetAsync("/tls")).ShouldBe("none none none");
        app.App.Log.Lines.ShouldNotContain(line => line.Contains("The TLS of HTTPS connections is not read"));
    }

    private static Task<TlsApp> StartAsync(string how) => how switch
    {
        "listen" => TlsApp.StartAsync(),
        "defaults" or "defaults without" => TlsApp.StartAsync(null, (builder, folder) => builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1;
                if (how == "defaults")
                {
                    endpoint.UseSessvmTls().UseSessvmTls();
                }
            });
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(Path.Combine(folder, "localhost.pfx")));
        })),
        _ => TlsApp.StartAsync(null, (builder, folder) =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(how, Path.Combine(folder, "localhost.pfx")));
            if (how == "urls")
            {
                builder.WebHost.UseUrls("https://127.0.0.1:0");
            }
        }),
    };

    private static Dictionary<string, string?> Settings(string how, string file) => how switch
    {
        "urls" => new() { ["Kestrel:Certificates:Default:Path"] = file },
        "endpoints" => new() { ["Kestrel:Endpoints:One:Url"] = "https://127.0.0.1:0", ["Kestrel:Endpoints:One:Certificate:Path"] = file },
        _ => new() { ["Kestrel:Endpoints:One:Url"] = "https://127.0.0.1:0", ["Kestrel:Endpoints:One:Sni:*:Certificate:Path"] = file },
    };
}
