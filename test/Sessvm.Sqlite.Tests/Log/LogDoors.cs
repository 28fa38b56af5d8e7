using Sessvm.Revocation;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Tests;

/// <summary>The log's methods as these tests use them.</summary>
internal static class LogDoors
{
    internal static RevocationNotice Notice() =>
        new(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, SampleRows.Start, Stores.EndReason.SignedOut);

    internal static async Task<RevocationNotice> AppendedAsync(this IRevocationLog log)
    {
        RevocationNotice notice = Notice();
        await log.AppendAsync([notice], CancellationToken.None);
        return notice;
    }

    internal static async Task<RevocationLogPage> ReadAsync(this IRevocationLog log, string? after = null) =>
        await log.ReadAsync(after, RevocationLogBounds.MostRead, CancellationToken.None);
}
