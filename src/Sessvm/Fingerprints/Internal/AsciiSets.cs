using System.Buffers;

namespace Sessvm.Fingerprints.Internal;

/// <summary>The characters of which language tags are made (RFC 5646, 2.1).</summary>
internal static class AsciiSets
{
    public static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static readonly SearchValues<char> LettersAndDigits =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
