using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Csrf;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Memory;

namespace Sessvm.AspNetCore;

/// <summary>All parts of one scheme, made once from options that were checked first.</summary>
internal sealed class SessvmScheme : IDisposable
{
    private readonly TlsReader _tls;
    private readonly KeyRing _keys;
    private readonly IDisposable? _changes;
    private readonly AutonomousSystemHeader? _systems;
    private IReadOnlyList<KeyDefinition> _current;

    private SessvmScheme(
        string name, SessvmOptions options, KeyRing keys, SessionSetup setup, TlsReader tls, AutonomousSystemHeader? systems, IOptionsMonitor<SessvmOptions> monitor, ILogger logger)
    {
        Name = name;
        Options = options;
        Time = setup.Time;
        Store = setup.Store;
        Feed = setup.Feed!;
        Service = new SessionService(setup);
        Origins = new OriginPolicy([.. options.AllowedOrigins]);
        Guard = new CsrfGuard(Service.Csrf, Origins);
        Cookies = new CookieNames(options.Cookies);
        Limiter = new AttemptLimiter(options.RateLimit, setup.Time);
        Claims = new ClaimPlan(options.TokenClaims, name);
        Connections = new LiveConnections(Service, options.Connections, setup.Time, logger);
        _tls = tls;
        _systems = systems;
        _keys = keys;
        _current = options.AllKeys();
        Logger = logger;
        Warn();
        _changes = monitor.OnChange(Reload);
    }

    public string Name { get; }

    public SessvmOptions Options { get; }

    public ILogger Logger { get; }

    public TimeProvider Time { get; }

    public ISessionStore Store { get; }

    public IRevocationFeed Feed { get; }

    public SessionService Service { get; }

    public OriginPolicy Origins { get; }

    public CsrfGuard Guard { get; }

    public CookieNames Cookies { get; }

    public AttemptLimiter Limiter { get; }

    public ClaimPlan Claims { get; }

    public LiveConnections Connections { get; }

    public bool CookieMode => Options.Mode == SessvmMode.Cookie;

    public DateTimeOffset Now => Time.GetUtcNow();

    public static SessvmScheme Create(IServiceProvider services, string name)
    {
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Sessvm");
        var monitor = services.GetRequiredService<IOptionsMonitor<SessvmOptions>>();
        var options = monitor.Get(name);
        var problems = OptionsCheck.Run(options, name, time);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(SessvmOptions), problems);
        }

        var keys = new KeyRing(options.AllKeys(), new KeyScope(options.Issuer, options.Audience, name), time);
        var store = services.GetKeyedService<ISessionStore>(name);
        if (store is null)
        {
            Log.NoStore(logger, name);
        }

        var systems = options.Fingerprint.AutonomousSystemHeader is { } header
            ? new AutonomousSystemHeader(header, new TrustedProxies(services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value))
            : null;
        return new SessvmScheme(name, options, keys, new SessionSetup
        {
            Keys = keys,
            Store = store ?? new MemorySessionStore(),
            Options = options.ToSessionOptions(),
            Policy = options.Fingerprint.ToPolicy(),
            Fingerprints = options.Fingerprint.ToOptions(),
            AutonomousSystems = services.GetKeyedService<IAutonomousSystems>(name) ?? services.GetService<IAutonomousSystems>(),
            Feed = services.GetRequiredKeyedService<IRevocationFeed>(name),
            Events = services.GetKeyedService<ISessionEvents>(name) ?? services.GetService<ISessionEvents>(),
            Validator = services.GetKeyedService<ISessionValidator>(name),
            Time = time,
            Logger = logger,
        }, new TlsReader(options.Fingerprint, services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value, logger), systems, monitor, logger);
    }

    /// <summary>What is known of a request before it is reduced.</summary>
    public RequestTraits TraitsOf(HttpContext context) =>
        Requests.TraitsOf(context, _tls.Of(context)) with
        {
            AutonomousSystem = _systems?.Read(context),
            Custom = Options.Fingerprint.Custom?.Invoke(context),
        };

    /// <summary>The fingerprint of a request.</summary>
    public Fingerprint FingerprintOf(HttpContext context) => Service.Fingerprints.Extract(TraitsOf(context));

    public void Dispose()
    {
        _changes?.Dispose();
        Connections.Dispose();
    }

    // Only the keys follow the configuration: a wrong one is refused as a whole, and what worked goes on working.
    private void Reload(SessvmOptions options, string? name)
    {
        if (name != Name || options.AllKeys().SequenceEqual(_current))
        {
            return;
        }

        var problems = OptionsCheck.Run(options, Name, Time);
        if (problems.Count > 0)
        {
            Log.KeysRefused(Logger, Name, string.Join(" ", problems));
            return;
        }

        _keys.Replace(options.AllKeys());
        _current = options.AllKeys();
        Log.KeysReplaced(Logger, Name, _current.Count);
        Warn();
    }

    private void Warn()
    {
        foreach (string warning in _keys.Warnings(Options.IdleTimeout, Now))
        {
            Log.KeyWarning(Logger, Name, warning);
        }
    }
}
