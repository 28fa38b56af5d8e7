using Sessvm.Csrf;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;

namespace Sessvm;

/// <summary>The short names of the original, each a one-line door to the full API: <c>using static Sessvm.Compact;</c>.</summary>
public static class Compact
{
    private static readonly FingerprintExtractor Extractor = new(new FingerprintOptions());

    /// <summary>The session service.</summary>
    /// <param name="setup">Its options and parts.</param>
    /// <exception cref="ArgumentException">An option is not allowed.</exception>
    public static SessionService ssv(SessionSetup setup) => new(setup);

    /// <summary>The exchange alone, to be handed to what needs nothing else.</summary>
    /// <param name="service">The service.</param>
    public static Func<ExchangeRequest, CancellationToken, ValueTask<ExchangeResult>> xcg(SessionService service) => service.ExchangeAsync;

    /// <summary>Wraps a key-value port as a store.</summary>
    /// <param name="port">The storage.</param>
    public static ISessionStore pst(IKeyValuePort port) => new KeyValueSessionStore(port);

    /// <summary>A fingerprint extractor.</summary>
    /// <param name="options">What is read, and how coarsely; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed.</exception>
    public static FingerprintExtractor fpx(FingerprintOptions? options = null) => options is null ? Extractor : new FingerprintExtractor(options);

    /// <summary>The device fingerprint of a request, by the default options.</summary>
    /// <param name="request">What the transport knows of the request.</param>
    public static Fingerprint dvc(in RequestTraits request) => Extractor.Extract(request);

    /// <summary>A fingerprint extractor that attaches the autonomous system.</summary>
    /// <param name="systems">Where it is looked up: a file in MaxMind's format (<c>Sessvm.MaxMind</c>), or your own.</param>
    /// <param name="options">What is read, and how coarsely; the defaults where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed.</exception>
    public static FingerprintExtractor asn(IAutonomousSystems systems, FingerprintOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(systems);
        return new FingerprintExtractor(options ?? new(), systems);
    }

    /// <summary>A fingerprint policy.</summary>
    /// <param name="options">The mode, the points that are needed, and the rules.</param>
    /// <exception cref="ArgumentException">A value is not allowed.</exception>
    public static FingerprintPolicy fpp(FingerprintPolicyOptions options) => FingerprintPolicy.Create(options);

    /// <summary>The strict policy: every attribute exact.</summary>
    public static FingerprintPolicy stp() => FingerprintPolicy.Strict;

    /// <summary>The strict policy's verdict.</summary>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="stored">The fingerprint of the row.</param>
    public static Verdict stp(Fingerprint seen, Fingerprint stored) => FingerprintPolicy.Strict.Judge(stored, seen);

    /// <summary>The relaxed policy: a browser may update, a language may vary in region, a network may change.</summary>
    public static FingerprintPolicy rlp() => FingerprintPolicy.Relaxed;

    /// <summary>The relaxed policy's verdict.</summary>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="stored">The fingerprint of the row.</param>
    public static Verdict rlp(Fingerprint seen, Fingerprint stored) => FingerprintPolicy.Relaxed.Judge(stored, seen);

    /// <summary>The adaptive policy: learns which attributes of a session stay put.</summary>
    public static FingerprintPolicy adp() => FingerprintPolicy.Adaptive;

    /// <summary>The adaptive policy's verdict.</summary>
    /// <param name="seen">The fingerprint of the request.</param>
    /// <param name="stored">The fingerprint of the row.</param>
    /// <param name="habits">What the row keeps of what was learned; nothing where <see langword="null"/>.</param>
    /// <param name="now">The present instant.</param>
    public static Verdict adp(Fingerprint seen, Fingerprint stored, Habits? habits, DateTimeOffset now) =>
        FingerprintPolicy.Adaptive.Judge(stored, habits ?? Habits.None, seen, now);

    /// <summary>Checks the CSRF cookie against the header.</summary>
    /// <param name="cookie">The cookie's value; <see langword="null"/> where there is none.</param>
    /// <param name="header">The header's or form field's value; <see langword="null"/> where there is none.</param>
    public static SessionReason csi(string? cookie, string? header) => DoubleSubmit.Check(cookie, header);

    /// <summary>Makes what checks a whole request against forgery.</summary>
    /// <param name="tokens">The tokens of sessions: <see cref="SessionService.Csrf"/>.</param>
    /// <param name="origins">The origins that may send credentialed requests; the application's own only, where <see langword="null"/>.</param>
    public static CsrfGuard csr(CsrfTokens tokens, OriginPolicy? origins = null) => new(tokens, origins ?? OriginPolicy.None);
}
