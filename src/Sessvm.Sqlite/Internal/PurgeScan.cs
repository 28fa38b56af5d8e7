using Sessvm.Tokens;

namespace Sessvm.Sqlite.Internal;

/// <summary>What a purging step found.</summary>
/// <param name="Lapsed">The rows to remove.</param>
/// <param name="Last">The last row that was looked at.</param>
/// <param name="More">Whether there may be rows behind it.</param>
internal readonly record struct PurgeScan(List<SessionId> Lapsed, SessionId? Last, bool More);
