using System.Globalization;

namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>A place in the log, behind the last notice that was read.</summary>
/// <param name="Log">The log. Any other begins anew.</param>
/// <param name="Segment">The segment of the last notice.</param>
/// <param name="Count">How many notices of the segment were read: 1 at least.</param>
/// <param name="Mark">What the last notice is known by, so that a port which lost its last writes and took others is found out.</param>
/*
    FORMAT

    place = log "-" segment "-" count "-" mark     ; hexadecimal
*/
internal readonly record struct LogPlace(long Log, long Segment, int Count, uint Mark)
{
    /// <summary>Reads a place; <see langword="null"/> for any other text.</summary>
    internal static LogPlace? Parse(string? text) =>
        text?.Split('-') is [var log, var segment, var count, var mark]
        && TryRead(log, out ulong number)
        && TryRead(segment, out ulong place)
        && TryRead(count, out ulong read) && read is > 0 and <= LogSegment.Capacity
        && TryRead(mark, out ulong known) && known <= uint.MaxValue
            ? new LogPlace((long)number, (long)place, (int)read, (uint)known)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Log:x}-{Segment:x}-{Count:x}-{Mark:x}");

    /// <summary>Whether the place lies in a segment as it is now.</summary>
    internal bool IsIn(LogSegment segment) => Count <= segment.Count && segment.MarkOf(Count - 1) == Mark;

    private static bool TryRead(string digits, out ulong number) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
