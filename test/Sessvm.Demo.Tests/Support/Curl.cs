using System.ComponentModel;
using System.Diagnostics;

namespace Sessvm.Demo.Tests;

/// <summary>The real curl, as somebody runs it who has copied a cookie.</summary>
internal static class Curl
{
    /// <summary>Asks for an address with these cookies.</summary>
    /// <returns>The status, and the body.</returns>
    public static async Task<(int Status, string Body)> GetAsync(Uri address, string cookies)
    {
        var start = new ProcessStartInfo("curl", ["--silent", "--show-error", "--cookie", cookies, "--write-out", "\n%{http_code}", address.AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var curl = Start(start);
        var (told, complaint) = (curl.StandardOutput.ReadToEndAsync(), curl.StandardError.ReadToEndAsync());
        await curl.WaitForExitAsync();
        curl.ExitCode.ShouldBe(0, await complaint);
        string[] lines = (await told).Split('\n');
        return (int.Parse(lines[^1], System.Globalization.CultureInfo.InvariantCulture), string.Join('\n', lines[..^1]));
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException("These tests need curl. Install it: apt-get install curl.", failure);
        }
    }
}
