using Microsoft.Extensions.Logging;

namespace Sessvm.PostgreSql.Internal;

/// <summary>The connections that a store and its log share: made by the first who takes them, closed when both have let go.</summary>
internal sealed class SharedDatabase(PostgreSqlStoreOptions options)
{
    private readonly Lock _gate = new();
    private Database? _database;

    internal Database Take(ILogger logger)
    {
        lock (_gate)
        {
            if (_database?.TryShare() != true)
            {
                _database = new Database(options, logger);
            }

            return _database;
        }
    }
}
