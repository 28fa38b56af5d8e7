using System.Net;

namespace Sessvm.Fingerprints;

/// <summary>Tells which autonomous system announces an address: whose network somebody is in, wherever they walk with it.</summary>
public interface IAutonomousSystems
{
    /// <summary>Finds the number of the autonomous system.</summary>
    /// <param name="address">The client's address, IPv4 where it came wrapped in IPv6. Not to be kept (R9).</param>
    /// <returns>The number; <see langword="null"/> where none is known. An implementation does not throw, and does not wait.</returns>
    uint? Find(IPAddress address);
}
