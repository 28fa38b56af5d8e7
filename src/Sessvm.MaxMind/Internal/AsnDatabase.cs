using System.Diagnostics.CodeAnalysis;
using System.Net;
using MaxMind.Db;
using Microsoft.Extensions.Logging;

namespace Sessvm.MaxMind.Internal;

/// <summary>One file, read into memory. A file that is mapped instead would end the process when it is truncated.</summary>
/// <remarks>
/// The library holds it outside of the heap and frees it on disposal only, while lookups may still be reading there. So they
/// are counted: the last one out after the database has retired disposes of it.
/// </remarks>
internal sealed class AsnDatabase
{
    private const long MostBytes = 512L * 1024 * 1024;

    private readonly string _path;
    private readonly Reader _reader;
    private readonly ILogger _logger;
    private int _toldOfDamage;
    private int _leases = 1; // the owner's own

    private AsnDatabase(string path, Reader reader, ILogger logger)
    {
        _path = path;
        _reader = reader;
        _logger = logger;
        Type = reader.Metadata.DatabaseType ?? "";
        BuiltAt = reader.Metadata.BuildDate;
    }

    public string Type { get; }

    public DateTimeOffset BuiltAt { get; }

    /// <summary>Opens a file. Whatever it holds, the outcome is one of two: a failure does not pass through.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A damaged file fails in as many ways as it can be damaged.")]
    public static bool TryOpen(
        string path, ILogger logger, [NotNullWhen(true)] out AsnDatabase? database, [NotNullWhen(false)] out Exception? failure)
    {
        database = null;
        failure = null;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                throw new InvalidDatabaseException($"It has {file.Length} bytes; allowed are {MostBytes}.");
            }

            MetadataMarker.Require(file);
            database = new AsnDatabase(path, new Reader(file), logger);
        }
        catch (Exception caught)
        {
            failure = caught;
            return false;
        }

        if (!database.Type.Contains("ASN", StringComparison.OrdinalIgnoreCase))
        {
            Log.OtherType(logger, path, database.Type);
        }

        return true;
    }

    /// <summary>Keeps the memory for a lookup; not once it is freed.</summary>
    public bool TryEnter()
    {
        for (int leases = Volatile.Read(ref _leases); leases > 0; leases = Volatile.Read(ref _leases))
        {
            if (Interlocked.CompareExchange(ref _leases, leases + 1, leases) == leases)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends a lookup, or the owner's use: once for each <see cref="TryEnter"/>, and once to retire.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
        {
            _reader.Dispose();
        }
    }

    /// <summary>Finds a number, between <see cref="TryEnter"/> and <see cref="Leave"/>; what is damaged is unknown, and told once for each file.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A damaged file fails in as many ways as it can be damaged, and no request may fail of it.")]
    public uint? Find(IPAddress address)
    {
        try
        {
            return _reader.Find<AsnRecord>(address)?.Number is { } number and > 0 and <= uint.MaxValue ? (uint)number : null;
        }
        catch (Exception failure)
        {
            if (Interlocked.Exchange(ref _toldOfDamage, 1) == 0)
            {
                Log.Damaged(_logger, failure, _path);
            }

            return null;
        }
    }
}
