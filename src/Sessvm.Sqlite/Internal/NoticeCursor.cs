using System.Globalization;

namespace Sessvm.Sqlite.Internal;

/// <summary>
/// A place in the log: the last notice that was read, by its number and by when it was appended. A file that was
/// restored from a backup gives the same number to another notice, but not at the same time.
/// </summary>
/*
    FORMAT

    cursor = id "-" appended     ; decimal; 0-0 is the place before the oldest
*/
internal readonly record struct NoticeCursor(long Id, long AppendedAt)
{
    /// <summary>The place before the oldest; also what a text that is no cursor stands for.</summary>
    internal static readonly NoticeCursor Start;

    internal static NoticeCursor Parse(string? text) =>
        text is not null
        && text.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash
        && TryRead(text.AsSpan(0, dash), out long id)
        && TryRead(text.AsSpan(dash + 1), out long appendedAt)
            ? new NoticeCursor(id, appendedAt)
            : Start;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id}-{AppendedAt}");

    private static bool TryRead(ReadOnlySpan<char> digits, out long number) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
