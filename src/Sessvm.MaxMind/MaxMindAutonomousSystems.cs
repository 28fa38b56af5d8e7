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
    private volatile AsnDatabase _database;
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
    public DateTimeOffset BuiltAt => _database.BuiltAt;

    /// <inheritdoc/>
    public uint? Find(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return _database.Find(address);
    }

    /// <summary>Stops looking for new files.</summary>
    public void Dispose() => _timer.Dispose();

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
        if (stamp == _looked)
        {
            return;
        }

        _looked = stamp;
        if (AsnDatabase.TryOpen(_path, _logger, out AsnDatabase? database, out Exception? failure))
        {
            _database = database;
            Log.Opened(_logger, _path, database.Type, database.BuiltAt);
        }
        else
        {
            Log.NotReplaced(_logger, failure, _path, _database.BuiltAt);
        }
    }
}
