using System.Security.Cryptography;
using System.Text;

namespace Sessvm.Keys;

/// <summary>Which secrets are refused. Measures no entropy: it stops what was plainly typed and not drawn.</summary>
internal static class SecretRules
{
    public const string HowTo =
        "Make one with `openssl rand -base64 48`, or in C# with `Convert.ToBase64String(RandomNumberGenerator.GetBytes(48))`.";

    private const int LeastBytes = 32;
    private const int LeastDistinct = 8;

    /// <summary>Throws where a secret is refused, without naming it (R9).</summary>
    public static void Require(KeyDefinition key, string parameter)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(key.Secret ?? "");
        try
        {
            if (Fault(bytes) is { } fault)
            {
                throw new ArgumentException($"Sessvm:Keys: the secret of key {key.Id} {fault}. {HowTo}", parameter);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    private static string? Fault(ReadOnlySpan<byte> secret)
    {
        if (secret.Length < LeastBytes)
        {
            return $"has {secret.Length} bytes; allowed are {LeastBytes} or more";
        }

        return Distinct(secret) < LeastDistinct || IsRepeated(secret) || IsRun(secret)
            ? "is plainly repetitive; allowed is a random one"
            : null;
    }

    private static int Distinct(ReadOnlySpan<byte> secret)
    {
        Span<bool> seen = stackalloc bool[256];
        int count = 0;
        foreach (byte value in secret)
        {
            count += seen[value] ? 0 : 1;
            seen[value] = true;
        }

        return count;
    }

    // A unit under 32 bytes, said twice or more, is no more material than the unit.
    private static bool IsRepeated(ReadOnlySpan<byte> secret)
    {
        for (int period = 1; period < LeastBytes && period <= secret.Length / 2; period++)
        {
            if (secret[period..].SequenceEqual(secret[..^period]))
            {
                return true;
            }
        }

        return false;
    }

    // abcdefgh…, 01234567…, aaaabbbb…: most steps lead to the same character or its neighbour.
    private static bool IsRun(ReadOnlySpan<byte> secret)
    {
        int near = 0;
        for (int i = 1; i < secret.Length; i++)
        {
            near += Math.Abs(secret[i] - secret[i - 1]) <= 1 ? 1 : 0;
        }

        return near > secret.Length / 2;
    }
}
