using Npgsql;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// Connections that were used last, to be used next. The server keeps the plans of the functions for each connection, and a pool
/// that takes turns among all of them would meet cold ones; beyond these it is the pool's business which there are.
/// </summary>
internal sealed class WarmConnections
{
    private const int Most = 8;

    private readonly Lock _gate = new();
    private readonly Stack<NpgsqlConnection> _idle = new(Most);

    internal NpgsqlConnection? Take()
    {
        lock (_gate)
        {
            return _idle.TryPop(out NpgsqlConnection? connection) ? connection : null;
        }
    }

    /// <summary><see langword="false"/> where there are enough: the caller closes it.</summary>
    internal bool TryKeep(NpgsqlConnection connection)
    {
        lock (_gate)
        {
            if (_idle.Count == Most)
            {
                return false;
            }

            _idle.Push(connection);
            return true;
        }
    }

    internal async ValueTask ClearAsync()
    {
        while (Take() is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }
}
