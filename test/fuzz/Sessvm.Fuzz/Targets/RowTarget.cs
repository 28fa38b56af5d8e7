using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Fuzz.Targets;

/// <summary>The stored body of a row: refused, or a row with this one form.</summary>
internal sealed class RowTarget() : FuzzTarget("row", fixedBytes: 32_768, bytesEach: 256)
{
    private static readonly SessionId Id = SampleRows.Typical("fuzz").Id;
    private static readonly SessionRowColumns Columns = new(1, 1, 1_767_225_600_000, null, 0, 0);

    public override IEnumerable<byte[]> Seeds() =>
    [
        SessionRowCodec.Encode(SampleRows.Typical()),
        SessionRowCodec.Encode(SampleRows.Full()),
        SessionRowCodec.Encode(SampleRows.Exchanged(SampleRows.Typical())),
    ];

    protected override void Read(byte[] input)
    {
        try
        {
            SessionRow row = SessionRowCodec.Decode(Id, input, Columns);
            Require(SessionRowCodec.Encode(row).AsSpan().SequenceEqual(input), "a row has two forms");
        }
        catch (SessionStoreException)
        {
            // the defined answer to what is malformed
        }
    }
}
