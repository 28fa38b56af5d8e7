namespace Sessvm.Fingerprints;

/// <summary>The settled part of a fingerprint: what kind of client asks, on what kind of system.</summary>
/// <param name="Browser">The browser's family (<c>Chrome</c>, <c>Firefox</c>, …), or the product name of a client that is not a browser.</param>
/// <param name="Version">The major version; 0 where none is known.</param>
/// <param name="System">The operating system (<c>Windows</c>, <c>macOS</c>, <c>Linux</c>, <c>Android</c>, <c>iOS</c>, …).</param>
public sealed record Agent(string Browser, int Version, string System)
{
    /// <summary>A client of which nothing is known.</summary>
    public static Agent Unknown { get; } = new("Unknown", 0, "Unknown");
}
