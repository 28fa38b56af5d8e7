using System.Text;
using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>An <c>Accept-Language</c> header.</summary>
internal sealed class LanguageTarget() : FuzzTarget("language", fixedBytes: 24_576, bytesEach: 16)
{
    public override IEnumerable<byte[]> Seeds() => Corpus.Texts("languages");

    protected override void Read(byte[] input)
    {
        Fingerprint read = new FingerprintExtractor(new FingerprintOptions()).Extract(new RequestTraits(null, Encoding.Latin1.GetString(input)));
        Require(read.Language is null or { Length: >= 1 and <= 16 }, "the tag has another length");
        Require(read.Language is null || read.Language.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'), "the tag has other letters");
    }
}
