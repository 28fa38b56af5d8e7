using System.Text;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Fuzz.Targets;

/// <summary>An entry of a revocation log: refused, or a notice with this one form.</summary>
internal sealed class NoticeTarget() : FuzzTarget("notice", fixedBytes: 16_384, bytesEach: 64)
{
    public override IEnumerable<byte[]> Seeds() => Corpus.Texts("notices").Select(static bytes => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(bytes)));

    protected override void Read(byte[] input)
    {
        try
        {
            Require(RevocationNoticeCodec.Encode(RevocationNoticeCodec.Decode(input)).AsSpan().SequenceEqual(input), "a notice has two forms");
        }
        catch (SessionStoreException)
        {
            // the defined answer to anything else
        }
    }
}
