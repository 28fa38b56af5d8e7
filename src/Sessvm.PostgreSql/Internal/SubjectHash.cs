using System.Security.Cryptography;
using System.Text;

namespace Sessvm.PostgreSql.Internal;

/// <summary>What the server tells subjects of one shard apart by: bytes 2 to 17 of SHA-256 of the subject, whose first two are the shard.</summary>
internal static class SubjectHash
{
    internal static Guid Of(string subject)
    {
        int length = Encoding.UTF8.GetByteCount(subject);
        Span<byte> bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(subject, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new Guid(hash.Slice(2, 16), bigEndian: true);
    }
}
