using System.Buffers;
using System.Buffers.Text;

namespace Sessvm.Tokens;

/// <summary>Decodes base64url in its one canonical spelling, so that a token has one text only.</summary>
internal static class CanonicalBase64Url
{
    // The characters whose low two bits, and whose low four bits, are 0.
    private const string TwoFree = "AEIMQUYcgkosw048";
    private const string FourFree = "AQgw";

    /// <summary>Decodes a text; anything but the canonical spelling is refused.</summary>
    /// <param name="text">The text.</param>
    /// <param name="destination">At least three bytes for four characters.</param>
    /// <param name="written">How many bytes the text holds, if the answer is <see langword="true"/>.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        // The platform's decoder lets white space, padding and stray trailing bits pass. The first two make the result
        // shorter than the text promises; the last shows in the last character.
        int tail = text.Length & 3;
        int promised = (int)(text.Length * 3L / 4);
        written = 0;
        return tail != 1
            && (tail == 0 || (tail == 2 ? FourFree : TwoFree).AsSpan().Contains(text[^1]))
            && Base64Url.DecodeFromChars(text, destination, out _, out written) == OperationStatus.Done
            && written == promised;
    }
}
