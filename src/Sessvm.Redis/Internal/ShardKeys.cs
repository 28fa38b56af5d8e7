using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>The names of keys. All keys of a subject, and of the 16 shards that share a hash tag, lie in one cluster slot.</summary>
/*
    FORMAT

    session = stem id       ; a string: RowValue
    index   = stem "i"      ; a hash, of the sessions of a shard: id → tag device family? ended?
    stem    = prefix ":{" 3HEXDIG "}" HEXDIG     ; the shard, in lower case; its first three digits are the hash tag
    id      = 16 bytes      ; a session's id without its shard, as it is
    tag     = 12 bytes      ; of SHA-256 of the subject, behind the two that are the shard
    device  = 4 bytes       ; of the hash of the device's id: tells most devices apart without a look at the row
    family  = 16 bytes      ; a child's: its family's id without the shard
    ended   = %x00          ; once the session has ended
*/
internal sealed class ShardKeys(string prefix)
{
    /// <summary>The size of an id without its shard.</summary>
    internal const int IdSize = SessionId.Size - 2;

    /// <summary>How many hash tags there are.</summary>
    internal const int Tags = 4096;

    /// <summary>How many shards share a hash tag.</summary>
    internal const int ShardsOfTag = 16;

    private const int TagSize = 12;

    private readonly byte[] _opening = Encoding.ASCII.GetBytes(prefix + ":{");

    internal RedisKey Session(SessionId id)
    {
        var key = new byte[StemSize + IdSize];
        WriteStem(key, id.Shard);
        WriteId(key.AsSpan(StemSize), id);
        return key;
    }

    internal RedisKey Index(int shard)
    {
        var key = new byte[StemSize + 1];
        WriteStem(key, shard);
        key[^1] = (byte)'i';
        return key;
    }

    /// <summary>The part of an id that is not its shard.</summary>
    internal static byte[] Id(SessionId id)
    {
        var bytes = new byte[IdSize];
        WriteId(bytes, id);
        return bytes;
    }

    internal static void WriteId(Span<byte> destination, SessionId id)
    {
        Span<byte> whole = stackalloc byte[SessionId.Size];
        id.Write(whole);
        whole[2..].CopyTo(destination);
    }

    internal static SessionId ReadId(int shard, ReadOnlySpan<byte> id)
    {
        Span<byte> whole = stackalloc byte[SessionId.Size];
        whole[0] = (byte)(shard >> 8);
        whole[1] = (byte)shard;
        id.CopyTo(whole[2..]);
        return SessionId.Read(whole);
    }

    /// <summary>What stands for a subject in its shard's index. Two subjects with one tag are as likely as a broken hash.</summary>
    internal static byte[] TagOf(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(2, TagSize).ToArray();

    private int StemSize => _opening.Length + 5;

    private void WriteStem(Span<byte> key, int shard)
    {
        _opening.CopyTo(key);
        Span<byte> rest = key[_opening.Length..];
        (shard >> 4).TryFormat(rest, out _, "x3", CultureInfo.InvariantCulture);
        rest[3] = (byte)'}';
        (shard & 15).TryFormat(rest[4..], out _, "x1", CultureInfo.InvariantCulture);
    }
}
