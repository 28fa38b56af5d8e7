namespace Sessvm.Fingerprints.Internal;

/// <summary>A name and major version, as in <c>curl/8.5.0</c> or <c>MSIE 8.0</c> (RFC 9110, 10.1.5).</summary>
internal readonly ref struct ProductToken
{
    /// <summary>The longest name that is kept, in characters.</summary>
    public const int MaxName = 32;

    // A larger number is a date or a build, and no version that can rise and fall.
    private const int MaxVersionDigits = 6;

    private ProductToken(ReadOnlySpan<char> name, int version, bool slash)
    {
        Name = name;
        Version = version;
        HasSlash = slash;
    }

    /// <summary>The name: a letter, then letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; empty where there is none.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>The major version; 0 where there is none.</summary>
    public int Version { get; }

    /// <summary>Whether the name is set off from a version by a slash.</summary>
    public bool HasSlash { get; }

    /// <summary>Reads the token at the beginning of a piece.</summary>
    public static ProductToken Read(ReadOnlySpan<char> piece)
    {
        if (piece.IsEmpty || !char.IsAsciiLetter(piece[0]))
        {
            return default;
        }

        int end = 1;
        while (end < piece.Length && (char.IsAsciiLetterOrDigit(piece[end]) || piece[end] is '-' or '_' or '.'))
        {
            end++;
        }

        bool slash = end < piece.Length && piece[end] == '/';
        bool version = slash || (end < piece.Length && piece[end] == ' ');
        return new(piece[..Math.Min(end, MaxName)], version ? Major(piece[(end + 1)..]) : 0, slash);
    }

    /// <summary>The number at the beginning of a text; 0 where there is none or it is no version.</summary>
    public static int Major(ReadOnlySpan<char> text)
    {
        int value = 0;
        for (int i = 0; i < text.Length && char.IsAsciiDigit(text[i]); i++)
        {
            if (i == MaxVersionDigits)
            {
                return 0;
            }

            value = (value * 10) + (text[i] - '0');
        }

        return value;
    }
}
