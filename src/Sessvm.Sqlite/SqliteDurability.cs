namespace Sessvm.Sqlite;

/// <summary>What an acknowledged write survives.</summary>
public enum SqliteDurability
{
    /// <summary>The end of the process, however sudden. A power loss may take the last writes, never the file.</summary>
    Normal,

    /// <summary>A power loss as well: each commit waits for the disk.</summary>
    Full,
}
