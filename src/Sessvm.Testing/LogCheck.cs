using Sessvm.Revocation;

namespace Sessvm.Testing;

/// <summary>One thing that must hold of a revocation log.</summary>
/// <param name="Name">What must hold, as a sentence.</param>
/// <param name="RunAsync">Holds an empty log to it; throws where it does not hold.</param>
public sealed record LogCheck(string Name, Func<IRevocationLog, Task> RunAsync)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
