using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sessvm.Keys;

/// <summary>Derives the subkeys of a secret, one per purpose, so that what is made for one never passes for another.</summary>
/// <remarks>
/// FORMAT
/// <code>
/// subkey = HKDF-SHA-256(ikm, salt, info, 32)          RFC 5869
/// ikm    = the secret's UTF-8 bytes
/// salt   = empty
/// info   = part(purpose) part(issuer) part(audience) part(scheme)
/// part   = u16 big-endian length in bytes, then that many bytes of UTF-8
/// purpose: access | refresh | ticket | csrf | device | requester | origin
/// </code>
/// The length prefix keeps («a», «bc») and («ab», «c») apart.
/// </remarks>
internal static class KeyDerivation
{
    public const int KeySize = 32;

    /// <summary>Derives all subkeys of a key.</summary>
    public static KeySet Derive(KeyDefinition key, KeyScope scope)
    {
        byte[] secret = Encoding.UTF8.GetBytes(key.Secret);
        Span<byte> root = stackalloc byte[KeySize];
        try
        {
            HKDF.Extract(HashAlgorithmName.SHA256, secret, default, root);
            return new KeySet(
                key,
                access: Expand(root, "access", scope),
                refresh: Expand(root, "refresh", scope),
                ticket: Expand(root, "ticket", scope),
                csrf: Expand(root, "csrf", scope),
                device: Expand(root, "device", scope),
                requester: Expand(root, "requester", scope),
                origin: Expand(root, "origin", scope));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(root);
        }
    }

    private static MacKey Expand(ReadOnlySpan<byte> root, string purpose, KeyScope scope)
    {
        Span<byte> subkey = stackalloc byte[KeySize];
        try
        {
            HKDF.Expand(HashAlgorithmName.SHA256, root, subkey, [.. Part(purpose), .. Part(scope.Issuer), .. Part(scope.Audience), .. Part(scope.Scheme)]);
            return new MacKey(subkey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(subkey);
        }
    }

    private static byte[] Part(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var part = new byte[sizeof(ushort) + Encoding.UTF8.GetByteCount(text)];
        if (part.Length > ushort.MaxValue)
        {
            throw new ArgumentException("Issuer, audience and scheme may have at most 65,533 bytes each.", nameof(text));
        }

        BinaryPrimitives.WriteUInt16BigEndian(part, (ushort)(part.Length - sizeof(ushort)));
        Encoding.UTF8.GetBytes(text, part.AsSpan(sizeof(ushort)));
        return part;
    }
}
