namespace Sessvm.Stores.Internal;

/// <summary>What a body tells of the device beyond its parts: the last bit of <see cref="RowBodyParts"/> opens these. The numbers are stored: they never change.</summary>
[Flags]
internal enum RowBodyMore : byte
{
    None = 0,
    AutonomousSystem = 1 << 0,
    Device = 1 << 1,
    Habits = 1 << 2,
    Custom = 1 << 3,
    All = (1 << 4) - 1,
}
