using System.Text.Json.Serialization;

namespace Sessvm.Soak;

/// <summary>What the server's process takes, at one moment.</summary>
/// <param name="Minute">When, in minutes since the start.</param>
/// <param name="Heap">Bytes that are in use once everything was collected.</param>
/// <param name="Resident">Bytes that the process has in memory.</param>
/// <param name="Threads">Threads of the pool.</param>
/// <param name="Waiting">What waits for one of them.</param>
internal sealed record Sample(
    double Minute, [property: JsonRequired] long Heap, [property: JsonRequired] long Resident, [property: JsonRequired] int Threads, [property: JsonRequired] long Waiting);
