using MaxMind.Db;

namespace Sessvm.MaxMind.Internal;

/// <summary>
/// Tells a file that is cut short, damaged at its end, or none of the format, before the library sees it: what fails in the
/// library's constructor leaves its memory outside of the heap behind for good.
/// </summary>
internal static class MetadataMarker
{
    private const int Reach = 128 * 1024; // the format's own: the metadata is at most this long, at the end of the file

    private static ReadOnlySpan<byte> Marker => [0xAB, 0xCD, 0xEF, (byte)'M', (byte)'a', (byte)'x', (byte)'M', (byte)'i', (byte)'n', (byte)'d', (byte)'.', (byte)'c', (byte)'o', (byte)'m'];

    /// <summary>Looks for the marker and at what follows it, and goes back to the beginning.</summary>
    /// <exception cref="InvalidDatabaseException">There is none, or what follows cannot be read.</exception>
    public static void Require(FileStream file)
    {
        byte[] tail = new byte[Math.Min(file.Length, Reach)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Seek(0, SeekOrigin.Begin);
        int marker = tail.AsSpan().LastIndexOf(Marker);
        if (marker < 0)
        {
            throw new InvalidDatabaseException("It is cut short, or not in MaxMind's format.");
        }

        if (!MetadataCheck.Passes(tail.AsSpan(marker + Marker.Length), file.Length - tail.Length + marker))
        {
            throw new InvalidDatabaseException("Its metadata is damaged.");
        }
    }
}
