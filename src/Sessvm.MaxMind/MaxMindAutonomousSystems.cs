using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.Fingerprints;
using Sessvm.MaxMind.Internal;

namespace Sessvm.MaxMind;

/// <summary>
/// Autonomous systems from a file in MaxMind's format. A file that was replaced takes over within
/// <see cref="MaxMindOptions.CheckInterval"/>; one that cannot be read leaves the one before in its place.
/// </summary>
public sealed class MaxMindAutonomousSystems : IAutonomousSystems, IDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private AsnDatabase? _database; // none after the end
    private FileStamp _looked;
    private int _checking;

    /// <summary>Opens the database.</summary>
    /// <param name="options">Where the file lies, and how often it is looked whether there is a new one.</param>
    /// <param name="time">The clock; the system's where <see langword="null"/>.</param>
    /// <param name="logger">Hears of new files and of broken ones; nobody does where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed, or the file is missing or is none that can be read.</exception>
    public MaxMindAutonomousSystems(MaxMindOptions options, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _path = options.Path;
        _logger = logger ?? NullLogger.Instance;
        _looked = FileStamp.Of(_path);
        if (!AsnDatabase.TryOpen(_path, _logger, out AsnDatabase? database, out Exception? failure))
        {
            throw new ArgumentException(
                $"The database of autonomous systems {_path} cannot be read: {failure.Message} Put an .mmdb file such as GeoLite2-ASN there, or take the setting out.",
                nameof(options),
                failure);
        }

        _database = database;
        Log.Opened(_logger, _path, database.Type, database.BuiltAt);
        _timer = (time ?? TimeProvider.System).CreateTimer(
            static state => ((MaxMindAutonomousSystems)state!).Check(), this, options.CheckInterval, options.CheckInterval);
    }

    /// <summary>When the database that is in use was built, as it says itself.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public DateTimeOffset BuiltAt => Volatile.Read(ref _database)?.BuiltAt ?? throw new ObjectDisposedException(nameof(MaxMindAutonomousSystems));

    /// <inheritdoc/>
    public uint? Find(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        while (Volatile.Read(ref _database) is { } database)
        {
            if (!database.TryEnter())
            {
                continue; // another has just taken its place
            }

            try
            {
                return database.Find(address);
            }
            finally
            {
                database.Leave();
            }
        }

        return null;
    }

    /// <summary>Stops looking for new files, and frees the database: from now on nothing is known.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        Interlocked.Exchange(ref _database, null)?.Leave();
    }

    private void Check()
    {
        if (Interlocked.Exchange(ref _checking, 1) != 0)
        {
            return; // the check before is still reading
        }

        try
        {
            Reload();
        }
        finally
        {
            Volatile.Write(ref _checking, 0);
        }
    }

    // The stamp is taken first: a file that is still being written has another one the next time.
    private void Reload()
    {
        FileStamp stamp = FileStamp.Of(_path);
        if (stamp == _looked || Volatile.Read(ref _database) is not { } old)
        {
            return;
        }

        _looked = stamp;
        if (AsnDatabase.TryOpen(_path, _logger, out AsnDatabase? database, out Exception? failure))
        {
            bool inUse = Interlocked.CompareExchange(ref _database, database, old) == old; // not if it has ended meanwhile
            (inUse ? old : database).Leave();
            Log.Opened(_logger, _path, database.Type, database.BuiltAt);
        }
        else
        {
            Log.NotReplaced(_logger, failure, _path, old.BuiltAt);
        }
    }
}
