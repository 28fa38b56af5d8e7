using System.Collections.Immutable;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>The rows that all nodes share, and what they were before each write: a failover goes back.</summary>
internal sealed class ModelStore(TimeProvider time)
{
    private readonly List<(DateTimeOffset At, ImmutableDictionary<SessionId, SessionRow> Before)> _log = [];

    public ImmutableDictionary<SessionId, SessionRow> Rows { get; private set; } = ImmutableDictionary<SessionId, SessionRow>.Empty;

    public void Write(SessionRow row)
    {
        _log.Add((time.GetUtcNow(), Rows));
        Rows = Rows.SetItem(row.Id, row);
    }

    /// <summary>Drops the last writes, as many as are told and none that the replica has.</summary>
    /// <returns>How many were lost.</returns>
    public int Failover(int writes)
    {
        int lost = 0;
        while (lost < writes && _log.Count > 0 && time.GetUtcNow() - _log[^1].At <= Settings.ReplicationLag)
        {
            Rows = _log[^1].Before;
            _log.RemoveAt(_log.Count - 1);
            lost++;
        }

        return lost;
    }

    /// <summary>What is there now has reached the replica.</summary>
    public void Replicate() => _log.Clear();
}
