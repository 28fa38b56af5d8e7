using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Internal;

/// <summary>The bounds of some ids: a shard's two bytes alone, and with the last random part; or one id.</summary>
internal readonly record struct ShardRange(byte[] Low, byte[] High)
{
    internal static ShardRange Of(ushort shard)
    {
        byte[] low = [(byte)(shard >> 8), (byte)shard];
        byte[] high = new byte[SessionId.Size];
        high.AsSpan().Fill(0xFF);
        low.CopyTo(high, 0);
        return new ShardRange(low, high);
    }

    internal static ShardRange Of(SessionId id)
    {
        byte[] bytes = id.ToByteArray();
        return new ShardRange(bytes, bytes);
    }
}
