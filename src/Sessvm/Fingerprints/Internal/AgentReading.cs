namespace Sessvm.Fingerprints.Internal;

/// <summary>A user agent and what it was read as, shared by all who sent it: to compare it again costs less than to look it up.</summary>
/// <param name="Text">The text; <see langword="null"/> where it is not remembered.</param>
/// <param name="Agent">The browser and system.</param>
/// <param name="Device">The class of device.</param>
internal sealed record AgentReading(string? Text, Agent Agent, DeviceClass Device = DeviceClass.Other)
{
    /// <summary>What silence is read as.</summary>
    public static AgentReading Unknown { get; } = new(null, Agent.Unknown);

    /// <summary>Names the type only (R9).</summary>
    public override string ToString() => nameof(AgentReading);
}
