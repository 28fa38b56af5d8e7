namespace Sessvm.Stores.Internal;

/// <summary>Instants and spans as they are stored, within bounds that leave room for every sum of the two.</summary>
internal static class StoredTime
{
    /// <summary>The first instant that can be stored: the year 1.</summary>
    internal const long Earliest = -62_135_596_800_000;

    /// <summary>The last instant that can be stored: the beginning of the year 9000.</summary>
    internal const long Latest = 221_845_392_000_000;

    /// <summary>The longest span that can be stored, in milliseconds: about 900 years.</summary>
    internal const long Longest = 900L * 365 * 24 * 60 * 60 * 1000;

    /// <summary>An instant, as Unix time in milliseconds.</summary>
    internal static long Of(DateTimeOffset instant)
    {
        long value = instant.ToUnixTimeMilliseconds();
        if (instant.UtcTicks % TimeSpan.TicksPerMillisecond != 0 || value > Latest)
        {
            throw new ArgumentException("An instant of a row is in whole milliseconds, from the year 1 to 8999.", nameof(instant));
        }

        return value;
    }

    /// <summary>A span, in milliseconds.</summary>
    internal static long Of(TimeSpan span)
    {
        if (span.Ticks % TimeSpan.TicksPerMillisecond != 0 || span < TimeSpan.Zero || span.Ticks / TimeSpan.TicksPerMillisecond > Longest)
        {
            throw new ArgumentException("A span of a row is in whole milliseconds, from zero to 900 years.", nameof(span));
        }

        return span.Ticks / TimeSpan.TicksPerMillisecond;
    }
}
