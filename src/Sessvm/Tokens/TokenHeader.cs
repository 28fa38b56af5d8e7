namespace Sessvm.Tokens;

/// <summary>The header of a token: a letter for the type, a digit for the version, a dot. Enough for a router.</summary>
public static class TokenHeader
{
    /// <summary>The length of the header, its dot included, in characters.</summary>
    public const int Length = 3;

    /// <summary>Reads the header of a text, and nothing behind it.</summary>
    /// <param name="text">The text, as it was presented.</param>
    /// <param name="type">The type, if the answer is <see langword="true"/>.</param>
    /// <param name="version">The version, 1 to 9, if the answer is <see langword="true"/>.</param>
    /// <returns>Whether the text begins with one of our headers.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out TokenType type, out int version)
    {
        if (text.Length >= Length && text[0] is 'A' or 'R' or 'S' or 'D' or 'T' && text[1] is >= '1' and <= '9' && text[2] == '.')
        {
            type = (TokenType)text[0];
            version = text[1] - '0';
            return true;
        }

        type = default;
        version = 0;
        return false;
    }
}
