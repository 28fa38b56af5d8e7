namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// Reads browser, major version, system and class of device from a user agent. One pass over at most <see cref="MaxLength"/> characters,
/// no regular expression, no failure: what it does not know is unknown.
/// </summary>
internal static class UserAgentParser
{
    /// <summary>How much of a user agent is read, in characters.</summary>
    public const int MaxLength = 512;

    /// <summary>Reads a user agent.</summary>
    public static Agent Parse(ReadOnlySpan<char> userAgent) => Parse(userAgent, out _);

    /// <summary>Reads a user agent, and the class of the device.</summary>
    public static Agent Parse(ReadOnlySpan<char> userAgent, out DeviceClass device)
    {
        if (userAgent.Length > MaxLength)
        {
            userAgent = userAgent[..MaxLength];
        }

        UserAgentReading reading = default;
        UserAgentPieces pieces = new(userAgent);
        while (pieces.MoveNext())
        {
            reading.Add(pieces.Current, pieces.InComment);
        }

        string system = SystemFamily.Of(userAgent);
        device = reading.Device(userAgent, system);
        return reading.ToAgent(system);
    }
}
