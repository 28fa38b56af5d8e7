namespace Sessvm.Fingerprints.Internal;

/// <summary>What the comparison of one attribute found.</summary>
internal enum AttributeMatch
{
    /// <summary>One side knows nothing of it.</summary>
    Skip,

    /// <summary>It agrees.</summary>
    Hit,

    /// <summary>It differs by so little that it earns nothing and asks for nothing.</summary>
    Slip,

    /// <summary>It differs.</summary>
    Miss,
}
