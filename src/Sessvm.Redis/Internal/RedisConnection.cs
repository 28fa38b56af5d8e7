using System.Net;
using StackExchange.Redis;

namespace Sessvm.Redis.Internal;

/// <summary>The connection that a store and a log share: made when it is first asked for, and closed when the last of them is disposed of.</summary>
internal sealed class RedisConnection
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortestBeat = TimeSpan.FromMilliseconds(100);

    private readonly RedisStoreOptions _options;
    private readonly ConfigurationOptions? _configuration;
    private readonly Lock _gate = new();
    private Task<IConnectionMultiplexer>? _connecting;
    private volatile IDatabase? _database;
    private volatile bool _wasAway;
    private long _lookedAt;
    private int _users;
    private bool? _isAlone;

    internal RedisConnection(RedisStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        if (options.ConnectionString is { } text)
        {
            _configuration = Configure(text, options);
        }
        else
        {
            _connecting = Task.FromResult(options.Connection!);
            _database = options.Connection!.GetDatabase();
            options.Connection.ConnectionRestored += Restored;
        }
    }

    /// <summary>Raised when a server answers again that did not, or another one in its place.</summary>
    internal event Action? Recovered;

    /// <summary>Whether a server did not answer, and none has since.</summary>
    internal bool WasAway
    {
        get => _wasAway;
        set => _wasAway = value;
    }

    /// <summary>Whether one command may be for many keys: one server has them all. Not before that is known.</summary>
    internal bool TakesManyKeys => _isAlone ?? LookWhetherAlone();

    /// <summary>Notes that a step succeeded.</summary>
    internal void Answers()
    {
        if (_wasAway && Interlocked.Exchange(ref _wasAway, false))
        {
            Recovered?.Invoke();
        }
    }

    /// <summary>The servers, for messages: never the connection string, which may hold a password (R9).</summary>
    internal string Servers => string.Join(", ", (_configuration?.EndPoints ?? (IEnumerable<EndPoint>)_options.Connection!.GetEndPoints(configuredOnly: true))
        .Select(static place => place is DnsEndPoint named ? $"{named.Host}:{named.Port}" : place.ToString()));

    internal void AddUser()
    {
        lock (_gate)
        {
            _users++;
        }
    }

    /// <summary>The database; <see langword="null"/> before <see cref="ConnectAsync"/>.</summary>
    internal IDatabase? Database => _database;

    internal async Task<IDatabase> ConnectAsync() => (await MultiplexerAsync().ConfigureAwait(false)).GetDatabase();

    internal Task<IConnectionMultiplexer> MultiplexerAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_users == 0, typeof(RedisSessionStore));
            if (_connecting is null or { IsFaulted: true })
            {
                _connecting = OpenAsync();
            }

            return _connecting;
        }
    }

    /// <summary>Has the topology looked at, at most once in a while: the client itself hears of a promotion late.</summary>
    internal void LookAgain()
    {
        long looked = Volatile.Read(ref _lookedAt);
        if (_connecting is { IsCompletedSuccessfully: true } connected
            && (looked == 0 || _options.Time.GetElapsedTime(looked) >= LookAgainAfter)
            && Interlocked.CompareExchange(ref _lookedAt, _options.Time.GetTimestamp(), looked) == looked)
        {
            _ = connected.Result.ConfigureAsync().ContinueWith(static done => _ = done.Exception, TaskScheduler.Default);
        }
    }

    internal async ValueTask RemoveUserAsync()
    {
        Task<IConnectionMultiplexer>? connecting;
        lock (_gate)
        {
            if (--_users > 0)
            {
                return;
            }

            if (_configuration is null)
            {
                _options.Connection!.ConnectionRestored -= Restored;
                return;
            }

            connecting = _connecting;
            _connecting = null;
            _database = null;
        }

        if (connecting is not null)
        {
            try
            {
                await (await connecting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
            catch (RedisException)
            {
                // It was never connected.
            }
        }
    }

    private bool LookWhetherAlone()
    {
        IServer[] known = [.. _database?.Multiplexer.GetServers().Where(static server => server.IsConnected) ?? []];
        if (known.Length > 0)
        {
            _isAlone = known.All(static server => server.ServerType == ServerType.Standalone);
        }

        return _isAlone == true;
    }

    private static ConfigurationOptions Configure(string text, RedisStoreOptions options)
    {
        var configuration = ConfigurationOptions.Parse(text);
        configuration.AbortOnConnectFail = false; // it goes on trying, and so do we
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // what was given up is not sent later
        configuration.ReconnectRetryPolicy = new LinearRetry(100);
        configuration.ConnectRetry = 1;
        configuration.ConnectTimeout = (int)options.Timeout.TotalMilliseconds;
        configuration.AsyncTimeout = (int)options.Timeout.TotalMilliseconds;
        configuration.HeartbeatInterval = options.Timeout / 8 < ShortestBeat ? ShortestBeat : options.Timeout / 8; // it looks for late answers then
        configuration.IncludeDetailInExceptions = false; // R9: keys have no place in a log
        configuration.TieBreaker = ""; // a key and a channel of the client's own, for servers that elect no master by themselves
        configuration.ConfigurationChannel = "";
        configuration.ClientName ??= "sessvm";
        return configuration;
    }

    private async Task<IConnectionMultiplexer> OpenAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_configuration!).ConfigureAwait(false);
        connection.ConnectionRestored += Restored;
        _database = connection.GetDatabase();
        return connection;
    }

    // A shard that nobody has used since may have failed over as well.
    private void Restored(object? sender, ConnectionFailedEventArgs restored) => Recovered?.Invoke();
}
