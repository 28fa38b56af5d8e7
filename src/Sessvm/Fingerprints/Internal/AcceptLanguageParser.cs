namespace Sessvm.Fingerprints.Internal;

/// <summary>Reads the language that a request prefers (RFC 9110, 12.5.4).</summary>
internal static class AcceptLanguageParser
{
    /// <summary>How much of the header is read, in characters.</summary>
    public const int MaxLength = 256;

    private const int MaxSubtag = 8;
    private const int MaxTag = MaxSubtag + 4; // a language, a hyphen, a region of at most 3

    /// <summary>
    /// The language with the highest quality, the first of equals, as language and region (<c>en-GB</c>);
    /// <see langword="null"/> where none can be read. Elements that are malformed, <c>*</c> or of quality 0 do not count.
    /// </summary>
    public static string? Parse(ReadOnlySpan<char> header)
    {
        ReadOnlySpan<char> best = default;
        int bestQuality = 0;
        bool cut = header.Length > MaxLength;
        ReadOnlySpan<char> rest = cut ? header[..MaxLength] : header;
        while (!rest.IsEmpty)
        {
            int comma = rest.IndexOf(',');
            if (comma < 0 && cut)
            {
                break; // half an element may read as another language
            }

            ReadOnlySpan<char> element = comma < 0 ? rest : rest[..comma];
            rest = comma < 0 ? default : rest[(comma + 1)..];
            int quality = Quality(element, out ReadOnlySpan<char> tag);
            if (quality > bestQuality && IsTag(tag))
            {
                best = tag;
                bestQuality = quality;
            }
        }

        return best.IsEmpty ? null : Canonical(best);
    }

    private static int Quality(ReadOnlySpan<char> element, out ReadOnlySpan<char> tag)
    {
        int semicolon = element.IndexOf(';');
        tag = (semicolon < 0 ? element : element[..semicolon]).Trim(" \t");
        return semicolon < 0 ? 1000 : Weight(element[(semicolon + 1)..].Trim(" \t"));
    }

    /// <summary>Reads <c>q=0.8</c> as 800; 0 where it is malformed.</summary>
    private static int Weight(ReadOnlySpan<char> text)
    {
        if (text.Length is < 3 or > 7 || text[0] is not ('q' or 'Q') || text[1] != '=' || text[2] is not ('0' or '1'))
        {
            return 0;
        }

        int value = (text[2] - '0') * 1000;
        if (text.Length > 3 && text[3] != '.')
        {
            return 0;
        }

        int unit = 100;
        for (int i = 4; i < text.Length; i++, unit /= 10)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return 0;
            }

            value += (text[i] - '0') * unit;
        }

        return value <= 1000 ? value : 0;
    }

    private static bool IsTag(ReadOnlySpan<char> tag)
    {
        bool first = true;
        foreach (Range range in tag.Split('-'))
        {
            ReadOnlySpan<char> subtag = tag[range];
            bool valid = subtag.Length is >= 1 and <= MaxSubtag && !subtag.ContainsAnyExcept(first ? AsciiSets.Letters : AsciiSets.LettersAndDigits);
            if (!valid || (first && subtag.Length == 1)) // «x-…» and «i-…» are no languages
            {
                return false;
            }

            first = false;
        }

        return true;
    }

    private static string Canonical(ReadOnlySpan<char> tag)
    {
        Span<char> buffer = stackalloc char[MaxTag];
        int hyphen = tag.IndexOf('-');
        int length = (hyphen < 0 ? tag : tag[..hyphen]).ToLowerInvariant(buffer);
        ReadOnlySpan<char> region = hyphen < 0 ? default : Region(tag[(hyphen + 1)..]);
        if (!region.IsEmpty)
        {
            buffer[length++] = '-';
            length += region.ToUpperInvariant(buffer[length..]);
        }

        return new string(buffer[..length]);
    }

    // RFC 5646, 2.1: up to three extended languages and a script may stand before the region.
    private static ReadOnlySpan<char> Region(ReadOnlySpan<char> subtags)
    {
        foreach (Range range in subtags.Split('-'))
        {
            ReadOnlySpan<char> subtag = subtags[range];
            bool letters = !subtag.ContainsAnyExcept(AsciiSets.Letters);
            if ((subtag.Length == 2 && letters) || (subtag.Length == 3 && !subtag.ContainsAnyExceptInRange('0', '9')))
            {
                return subtag;
            }

            if (!letters || subtag.Length is not (3 or 4))
            {
                break;
            }
        }

        return default;
    }
}
