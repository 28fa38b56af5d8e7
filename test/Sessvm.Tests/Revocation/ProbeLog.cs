using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;

namespace Sessvm.Tests.Revocation;

/// <summary>A log that a test can take away from one node, or make slow.</summary>
internal sealed class ProbeLog(MemoryRevocationLog inner) : IRevocationLog
{
    private int _reads;

    /// <summary>Whether this node can read and write it.</summary>
    public bool Down { get; set; }

    /// <summary>Whether this node can read it but not write it.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>What a reading waits for, with its answer in hand.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>How often it was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    public ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken) =>
        Down || ReadOnly ? throw Gone() : inner.AppendAsync(notices, cancellationToken);

    public async ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (Down)
        {
            throw Gone();
        }

        var page = await inner.ReadAsync(after, limit, cancellationToken);
        await Gate.WaitAsync(cancellationToken);
        return page;
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => inner.WaitAsync(atMost, cancellationToken);

    public ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken) =>
        Down || ReadOnly ? throw Gone() : inner.TrimAsync(keep, cancellationToken);

    private static SessionStoreException Gone() => new("The log is down.", new IOException("refused"));
}
