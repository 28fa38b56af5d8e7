namespace Sessvm.Stores.KeyValue;

/// <summary>How many processes may share what is behind a port.</summary>
public enum KeyValueDistribution
{
    /// <summary>One: the port cannot swap, so two processes would overwrite each other's ends and exchanges.</summary>
    OneProcess,

    /// <summary>Many: every change is a compare-and-swap.</summary>
    ManyProcesses,
}
