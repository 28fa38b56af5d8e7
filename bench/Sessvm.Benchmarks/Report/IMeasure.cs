namespace Sessvm.Benchmarks.Report;

/// <summary>A class of benchmarks that knows its budgets.</summary>
/// <remarks>The classes are public and open because BenchmarkDotNet derives from them.</remarks>
public interface IMeasure
{
    /// <summary>Holds the measurements against the budgets.</summary>
    /// <param name="measured">What was measured, in one run.</param>
    static abstract IEnumerable<Finding> Judge(Measurements measured);
}
