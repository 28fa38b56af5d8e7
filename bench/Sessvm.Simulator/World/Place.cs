using System.Globalization;

namespace Sessvm.Simulator.World;

/// <summary>Where a request comes from.</summary>
/// <param name="Network">The network prefix.</param>
/// <param name="System">The autonomous system that announces it.</param>
/// <param name="Tls">The TLS of what opens it on the way; <see langword="null"/> where nothing does.</param>
internal sealed record Place(string Network, uint System, string? Tls = null)
{
    /// <summary>A place by numbers: the same numbers are the same place.</summary>
    /// <param name="system">The autonomous system.</param>
    /// <param name="prefix">Which of its prefixes.</param>
    public static Place Of(int system, int prefix)
    {
        int mixed = ((prefix * 40_503) + (system * 9_973)) & 0xFFFF;
        return new(string.Create(CultureInfo.InvariantCulture, $"{20 + (system % 200)}.{mixed >> 8}.{mixed & 255}.0/24"), (uint)system);
    }

    /// <summary>The same place by IPv6.</summary>
    public static Place SixOf(int system, int prefix) =>
        new(string.Create(CultureInfo.InvariantCulture, $"2a{system & 255:x2}:{system >> 8:x}:{prefix:x}:1::/64"), (uint)system);
}
