namespace Sessvm.Tokens;

/// <summary>The texts that 16 bytes can stand for: a UUID in its usual form, in lower case, with its hyphens.</summary>
internal static class UuidText
{
    /// <summary>The packed size, in bytes.</summary>
    public const int Size = 16;

    /// <summary>The length of such a text, in characters.</summary>
    public const int Length = 36;

    /// <summary>Packs a text, where it is one that comes back the same.</summary>
    public static bool TryPack(ReadOnlySpan<char> text, out Guid uuid)
    {
        // The platform also takes upper case, signs and «0x» for a UUID, and they would come back as somebody else's name.
        uuid = default;
        Span<char> again = stackalloc char[Length];
        return text.Length == Length
            && Guid.TryParseExact(text, "D", out uuid)
            && uuid.TryFormat(again, out _, "D")
            && again.SequenceEqual(text);
    }

    /// <summary>The text of packed bytes.</summary>
    public static string Unpack(ReadOnlySpan<byte> packed) => new Guid(packed, bigEndian: true).ToString("D");
}
