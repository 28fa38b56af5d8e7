using Sessvm.Revocation;

namespace Sessvm.Tests.Shared;

/// <summary>Sends each call to the next of several logs: what is appended by one process is read by another.</summary>
internal sealed class SpreadLog(params IRevocationLog[] logs) : IRevocationLog
{
    private int _calls;

    private IRevocationLog Next => logs[(uint)Interlocked.Increment(ref _calls) % (uint)logs.Length];

    public ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken) =>
        Next.AppendAsync(notices, cancellationToken);

    public ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken) =>
        Next.ReadAsync(after, limit, cancellationToken);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => Next.WaitAsync(atMost, cancellationToken);

    public ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken) => Next.TrimAsync(keep, cancellationToken);
}
