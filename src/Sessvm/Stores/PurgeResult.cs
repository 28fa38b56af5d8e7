namespace Sessvm.Stores;

/// <summary>What a purging step did.</summary>
/// <param name="Removed">How many rows were removed.</param>
/// <param name="More">Whether the pass over all rows goes on: call again. <see langword="false"/> once a pass is complete.</param>
public readonly record struct PurgeResult(int Removed, bool More);
