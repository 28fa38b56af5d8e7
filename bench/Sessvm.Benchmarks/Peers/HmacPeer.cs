using System.Buffers.Text;
using System.Security.Cryptography;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Peers;

/// <summary>The limit: HMAC-SHA-256 over the bytes that a token's MAC covers, keyed once and reused.</summary>
internal sealed class HmacPeer : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, new byte[32]);
    private readonly byte[] _bytes;
    private readonly byte[] _mac = new byte[HMACSHA256.HashSizeInBytes];

    public HmacPeer(string token)
    {
        byte[] sealedBody = Base64Url.DecodeFromChars(token.AsSpan(TokenHeader.Length));
        _bytes = new byte[TokenSeal.HeaderSize + sealedBody.Length - TokenSeal.MacSize];
    }

    public int Compute()
    {
        _hash.AppendData(_bytes);
        return _hash.GetHashAndReset(_mac);
    }

    public void Dispose() => _hash.Dispose();
}
