namespace Sessvm.Fingerprints;

/// <summary>The attributes that policies compare, as they are called in rules and verdicts.</summary>
public static class AttributeNames
{
    /// <summary>The browser's family.</summary>
    public const string Browser = "browser";

    /// <summary>The browser's major version.</summary>
    public const string Version = "version";

    /// <summary>The operating system.</summary>
    public const string System = "system";

    /// <summary>The primary language with its region.</summary>
    public const string Language = "language";

    /// <summary>The network prefix.</summary>
    public const string Network = "network";

    /// <summary>The autonomous system that announces the network.</summary>
    public const string AutonomousSystem = "asn";

    /// <summary>The TLS of the connection.</summary>
    public const string Tls = "tls";

    /// <summary>The attribute of the application's own.</summary>
    public const string Custom = "custom";
}
