using System.Globalization;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Where a reading of the log goes on.</summary>
/*
    FORMAT

    cursor   = server "/" seen                            ; behind a reading that came to the end
             | server "/" [seen] "/" until "/" xid "." seq ; within a series of pages
    server   = number     ; when the server was started, in microseconds: another server, or another life of it, has another
    seen     = snapshot   ; what was visible to the reading before: the rows it did not see are those to read
    until    = snapshot   ; what was visible when the series began: the next reading's «seen»
    snapshot = xmin ":" xmax ":" [xip *("," xip)]         ; as PostgreSQL writes pg_snapshot
*/
internal sealed record LogCursor(long Server, string? Seen, string? Until = null, ulong Xid = 0, long Seq = 0)
{
    /// <summary>Reads a cursor; <see langword="null"/> for the oldest, and for what is none.</summary>
    internal static LogCursor? Parse(string? text)
    {
        string[] parts = text?.Split('/') ?? [];
        if (parts.Length is not (2 or 4) || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long server))
        {
            return null;
        }

        if (parts.Length == 2)
        {
            return IsSnapshot(parts[1]) ? new LogCursor(server, parts[1]) : null;
        }

        return (parts[1].Length == 0 || IsSnapshot(parts[1]))
            && IsSnapshot(parts[2])
            && parts[3].Split('.') is [var first, var second]
            && TryNumber(first, out ulong xid)
            && long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out long seq)
            ? new LogCursor(server, parts[1].Length == 0 ? null : parts[1], parts[2], xid, seq)
            : null;
    }

    public override string ToString() => Until is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Server}/{Seen}")
        : string.Create(CultureInfo.InvariantCulture, $"{Server}/{Seen}/{Until}/{Xid}.{Seq}");

    // Stricter than it need be: what the server would refuse must not reach it.
    private static bool IsSnapshot(string text)
    {
        if (text.Split(':') is not [var min, var max, var open] || !TryNumber(min, out ulong xmin) || !TryNumber(max, out ulong xmax) || xmin == 0 || xmin > xmax)
        {
            return false;
        }

        ulong last = xmin - 1;
        foreach (string one in open.Length == 0 ? [] : open.Split(','))
        {
            if (!TryNumber(one, out ulong xip) || xip <= last || xip >= xmax)
            {
                return false;
            }

            last = xip;
        }

        return true;
    }

    private static bool TryNumber(string text, out ulong number) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
