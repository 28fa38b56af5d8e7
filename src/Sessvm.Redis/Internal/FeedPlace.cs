using System.Globalization;

namespace Sessvm.Redis.Internal;

/// <summary>A place in a stream: the server's time, and a count within the millisecond. The default is before every entry.</summary>
internal readonly record struct FeedPlace(ulong Milliseconds, ulong Count) : IComparable<FeedPlace>
{
    internal bool IsStart => this == default;

    internal static bool TryParse(ReadOnlySpan<char> text, out FeedPlace place)
    {
        place = default;
        int dash = text.IndexOf('-');
        if (dash < 0
            || !ulong.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out ulong milliseconds)
            || !ulong.TryParse(text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong count))
        {
            return false;
        }

        place = new FeedPlace(milliseconds, count);
        return true;
    }

    public int CompareTo(FeedPlace other) =>
        Milliseconds != other.Milliseconds ? Milliseconds.CompareTo(other.Milliseconds) : Count.CompareTo(other.Count);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Count}");

    public static bool operator <(FeedPlace left, FeedPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(FeedPlace left, FeedPlace right) => left.CompareTo(right) > 0;
}
