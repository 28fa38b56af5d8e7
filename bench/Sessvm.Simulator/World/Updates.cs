namespace Sessvm.Simulator.World;

/// <summary>How long after its release a person runs a version.</summary>
internal enum Updates
{
    /// <summary>Staged rollout and a restart now and then: 5 days in the mean, over a month for one in 400.</summary>
    Consumer,

    /// <summary>An administrator lets it out after one to three weeks.</summary>
    Managed,

    /// <summary>With the system: half within three weeks, the last after months.</summary>
    System,
}
