using System.Diagnostics;
using System.Globalization;

namespace Sessvm.AspNetCore.Tests;

/// <summary>Real clients on real sockets, and what Wireshark makes of the same bytes.</summary>
public sealed class TlsLiveTests
{
    [Fact]
    public async Task What_is_read_of_curl_and_openssl_is_what_Wireshark_reads()
    {
        await using var app = await TlsApp.StartAsync();
        string url = $"https://localhost:{app.Port}/tls";
        string request = "GET /tls HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        string[] openssl = ["s_client", "-connect", $"127.0.0.1:{app.Port}", "-quiet", "-ign_eof"];
        string[] told =
        [
            await RunAsync("curl", ["-sk", url], "curl"),
            await RunAsync("curl", ["-sk", "--http1.1", url.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)], "curl"),
            Body(await RunAsync("openssl", [.. openssl, "-tls1_2"], "openssl", request)),
            Body(await RunAsync("openssl", [.. openssl, "-tls1_3"], "openssl", request)),
        ];

        told.ShouldAllBe(one => one.StartsWith("t1"));
        told.Select(one => one.Split(' ')[1]).ShouldBe(await WiresharkAsync(app));
        told[0].Split(' ')[2].ShouldBe(told[1].Split(' ')[2]); // by name or by address, HTTP/2 or not: one client
        told.Select(one => one.Split(' ')[2]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Chromium_is_one_client_however_it_shuffles_resumes_and_names_its_server()
    {
        await using var app = await TlsApp.StartAsync(map: web => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(
            web, "/page", () => Microsoft.AspNetCore.Http.Results.Text(Page, "text/html")));
        string profile = Directory.CreateTempSubdirectory("sessvm-chromium").FullName;
        List<string> told = [];
        try
        {
            foreach (string host in new[] { "localhost", "127.0.0.1" })
            {
                string page = await RunAsync(
                    "chromium",
                    [
                        "--headless", "--no-sandbox", "--disable-gpu", "--ignore-certificate-errors", $"--user-data-dir={profile}",
                        "--virtual-time-budget=20000", "--dump-dom", $"https://{host}:{app.Port}/page",
                    ],
                    "chromium");
                page.ShouldContain(":end</body>"); // the script has run to its end, and is gone
                told.AddRange(page[(page.IndexOf("told:", StringComparison.Ordinal) + 5)..page.IndexOf(":end", StringComparison.Ordinal)].Split('|'));
            }
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }

        told.Count.ShouldBe(6);
        told.ShouldAllBe(one => one.StartsWith("t13"));
        told.Select(one => one.Split(' ')[2]).Distinct().ShouldHaveSingleItem();
        told.Select(one => one.Split(' ')[1]).ShouldBeSubsetOf(await WiresharkAsync(app));
        told.Select(one => one.Split(' ')[1]).Distinct().Count().ShouldBeGreaterThan(1); // its JA3 is another each time
    }

    /// <summary>Fetches three times, each over a connection of its own: the answer asks to close it.</summary>
    private const string Page = """
        <body><script>
          const told = [];
          const next = () => fetch('/tls', { cache: 'no-store' }).then(answer => answer.text()).then(text => {
            told.push(text);
            if (told.length < 3) return next();
            document.body.textContent = 'told:' + told.join('|') + ':end';
          });
          next();
        </script></body>
        """;

    private static string Body(string answer) => answer.Split("\r\n\r\n")[1].Split("\r\n") is [_, var chunk, ..] body ? chunk : answer.Split("\r\n\r\n")[1];

    /// <summary>JA3 of each recorded hello, by tshark: a capture file is written, so that no rights to capture are needed.</summary>
    private static async Task<string[]> WiresharkAsync(TlsApp app)
    {
        string file = Path.GetTempFileName();
        try
        {
            await using (var capture = File.Create(file))
            {
                Capture.Write(capture, app.Hellos);
            }

            string lines = await RunAsync(
                "tshark", ["-r", file, "-d", "tcp.port==443,tls", "-Y", "tls.handshake.type==1", "-T", "fields", "-e", "tls.handshake.ja3"], "tshark");
            return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string package, string input = "")
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new FileNotFoundException(string.Create(CultureInfo.InvariantCulture, $"This test needs {program}: apt-get install {package}."), missing);
        }

        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            await process.StandardInput.FlushAsync();
            string output = await process.StandardOutput.ReadToEndAsync();
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            output.ShouldNotBeEmpty($"{program} {string.Join(' ', arguments)}: {await errors}");
            return output;
        }
    }
}
