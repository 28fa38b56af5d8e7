using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>What a proxy tells of a hello.</summary>
internal sealed class ToldTarget() : FuzzTarget("told", fixedBytes: 2_048, bytesEach: 16)
{
    public override IEnumerable<byte[]> Seeds() => Corpus.Texts("tls");

    protected override void Read(byte[] input) =>
        Require(TlsFingerprint.ComparableOf(Encoding.Latin1.GetString(input)) is null or { Length: >= 17 and <= 33 }, "the form has another length");
}
