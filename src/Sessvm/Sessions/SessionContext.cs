using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sessvm.Csrf;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>What all operations of one service share.</summary>
internal sealed class SessionContext : IAsyncDisposable
{
    public SessionContext(SessionSetup setup)
    {
        setup.Options.Validate();
        setup.Fingerprints.Validate();
        Time = setup.Time;
        Options = setup.Options;
        Keys = setup.Keys;
        Store = new MeteredStore(setup.Store is MemorySessionStore ? setup.Store : new StoreGate(setup.Store, setup.Options.StoreCalls, setup.Options.StoreTimeout, setup.Time));
        Recovering = setup.Store as IRecoveringStore;
        Policy = SwitchedPolicy.Of(setup.Policy, setup.Fingerprints);
        Validator = setup.Validator;
        Extractor = new FingerprintExtractor(setup.Fingerprints, setup.AutonomousSystems);
        Tokens = new TokenCodec(setup.Keys);
        Csrf = new CsrfTokens(setup.Keys);
        Mint = new TokenMint(setup.Keys, Tokens, Csrf);
        ILogger logger = setup.Logger ?? NullLogger.Instance;
        Events = new SafeEvents(setup.Events, logger);
        Feed = setup.Feed ?? new LocalRevocationFeed();
        Refusals = new RefusalMemory(Feed, setup.Time, setup.Options.RefusalHorizon);
        Blindness = new Blindness(Feed, setup.Time, setup.Options);
        Marks = new MarkQueue(Store, setup.Time, logger);
        Seeds = new SeedQueue(Store, Policy, setup.Time, logger);
    }

    public SessionOptions Options { get; }

    public TimeProvider Time { get; }

    public KeyRing Keys { get; }

    public ISessionStore Store { get; }

    /// <summary>The store, where it notices that it answers again.</summary>
    public IRecoveringStore? Recovering { get; }

    public FingerprintPolicy Policy { get; }

    public ISessionValidator? Validator { get; }

    public FingerprintExtractor Extractor { get; }

    public TokenCodec Tokens { get; }

    public CsrfTokens Csrf { get; }

    public TokenMint Mint { get; }

    public SafeEvents Events { get; }

    public IRevocationFeed Feed { get; }

    public RefusalMemory Refusals { get; }

    public Blindness Blindness { get; }

    public MarkQueue Marks { get; }

    public SeedQueue Seeds { get; }

    /// <summary>How long after its last deadline a row still answers with the right reason, before it is purged.</summary>
    public TimeSpan PurgeMargin => TimeSpan.FromHours(1) + Options.Overlap;

    /// <summary>The present instant in whole milliseconds, as rows and tokens keep it.</summary>
    public DateTimeOffset Now
    {
        get
        {
            long ticks = Time.GetUtcNow().UtcTicks;
            return new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        }
    }

    /// <summary>
    /// Tells every node of a renewal or a hold. Late is not lost: the row says it already, the feed tells it as soon as it
    /// can, and a node that cannot hear asks the row. So a client does not lose what it was just given.
    /// </summary>
    public async ValueTask TellAsync(RevocationNotice notice)
    {
        try
        {
            await Feed.PublishAsync([notice], CancellationToken.None).ConfigureAwait(false);
        }
        catch (SessionStoreException)
        {
            // the feed has logged it, and goes on trying
        }
    }

    public async ValueTask DisposeAsync()
    {
        Refusals.Dispose();
        await Seeds.DisposeAsync().ConfigureAwait(false);
        await Marks.DisposeAsync().ConfigureAwait(false);
    }
}
