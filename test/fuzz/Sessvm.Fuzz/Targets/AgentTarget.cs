using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>A user agent, and on the lines after it the client hints.</summary>
internal sealed class AgentTarget() : FuzzTarget("agent", fixedBytes: 24_576, bytesEach: 32)
{
    public override IEnumerable<byte[]> Seeds() => Corpus.Texts("agents").Concat(
    [
        "Mozilla/5.0 (X11; Linux x86_64) Chrome/155.0.0.0\n\"Chromium\";v=\"155\", \"Google Chrome\";v=\"155\", \"Not:A-Brand\";v=\"99\"\n\"Android\"\n?1"u8.ToArray(),
        "x\n\"Opera\";v=\"a\\\"b\", \"\n\"Chrome OS\"\n?0"u8.ToArray(),
    ]);

    protected override void Read(byte[] input)
    {
        string[] lines = Encoding.Latin1.GetString(input).Split('\n', 5);
        var traits = new RequestTraits(lines[0])
        {
            Hints = new ClientHints(lines.ElementAtOrDefault(1), lines.ElementAtOrDefault(2), lines.ElementAtOrDefault(3)),
        };

        // A new one each time: what it remembers of one input must not change what it does with the next.
        Fingerprint read = new FingerprintExtractor(new FingerprintOptions()).Extract(traits);
        Require(read.Agent.Browser.Length is >= 1 and <= 32 && read.Agent.System.Length is >= 1 and <= 32, "a name has another length");
        Require(read.Agent.Version is >= 0 and <= 999_999, "a version is out of bounds");
    }
}
