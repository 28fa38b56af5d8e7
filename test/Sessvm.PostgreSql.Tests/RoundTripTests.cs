using Microsoft.Extensions.Time.Testing;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

public sealed class RoundTripTests(SharedServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SampleRows.Start;

    private readonly PostgresProxy _proxy = new(server.Port);
    private PostgreSqlSessionStore _store = null!;
    private PostgreSqlStoreOptions _options = null!;

    public async ValueTask InitializeAsync()
    {
        _options = server.NewSchema() with { ConnectionString = PostgresServer.ConnectionStringAt(_proxy.Port) };
        _store = new PostgreSqlSessionStore(_options);
        await _store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Every_step_of_the_port_is_one_round_trip()
    {
        SessionRow row = await _store.AddedAsync(SampleRows.Typical("alice"));
        var evict = new AddTerms(2, WhenFull.EvictOldest, [row.Device]);
        var reject = new AddTerms(1, WhenFull.Reject, []);
        (string Step, Func<Task> Run)[] steps =
        [
            ("a plain add", () => Add(AddTerms.None)),
            ("an add that replaces and evicts", () => Add(evict)),
            ("an add that is rejected", () => Add(reject)),
            ("find", () => _store.HasAsync(row)),
            ("update", () => _store.ExchangeAsync(row)),
            ("an update that conflicts", () => _store.ExchangeAsync(row)),
            ("list", () => _store.ListAsync("alice", Start, CancellationToken.None).AsTask()),
            ("touch", () => _store.TouchAsync([new SessionMark(row.Id, 1, Start, Start.AddDays(1))], CancellationToken.None).AsTask()),
            ("end of one", () => End(EndTarget.One(row.Id))),
            ("end of a family", () => End(EndTarget.OfFamily(row.Id))),
            ("end of a subject", () => End(EndTarget.OfSubject("alice"))),
            ("browse", () => _store.BrowseAsync(null, 10, CancellationToken.None).AsTask()),
            ("purge", () => _store.PurgeAsync(Start.AddYears(1), 1_000, CancellationToken.None).AsTask()),
        ];
        foreach ((string step, Func<Task> run) in steps)
        {
            (await _proxy.CountAsync(run)).ShouldBe(1, step);
        }

        Task Add(AddTerms terms) => _store.AddAsync(SampleRows.Typical("alice"), terms, Start, CancellationToken.None).AsTask();
        Task End(EndTarget target) => _store.EndAsync(target, new SessionEnd(EndReason.Revoked, Start), CancellationToken.None).AsTask();
    }

    [Fact]
    public async Task A_start_is_one_round_trip_an_exchange_two_and_an_authenticated_request_none()
    {
        var time = new FakeTimeProvider(Start);
        var keys = new KeyRing([new KeyDefinition(1, "kq3vN8wZr5tY2uB7mX0cL9sD4fG6hJ1aPoIeRbTn")], new KeyScope("tests", "tests", "Sessvm"), time);
        await using var service = new SessionService(new SessionSetup
        {
            Keys = keys,
            Store = _store,
            Time = time,
            Options = new SessionOptions { MaxSessionsPerSubject = 3 },
        });
        var device = Guid.NewGuid();
        StartResult started = null!;
        ExchangeResult exchanged = null!;
        (await _proxy.CountAsync(async () => started = await service.StartAsync(new StartRequest { Subject = "alice", Device = device }))).ShouldBe(1);
        string token = started.Grant!.AccessToken.Reveal();
        (await service.AuthenticateAsync(Request(token))).Succeeded.ShouldBeTrue();
        await service.FlushAsync(); // the first sight of a generation is noted, off the path
        (await _proxy.CountAsync(async () => (await service.AuthenticateAsync(Request(token))).Succeeded.ShouldBeTrue())).ShouldBe(0);
        time.Advance(TimeSpan.FromMinutes(20));
        (await _proxy.CountAsync(async () => exchanged = await service.ExchangeAsync(new ExchangeRequest(token, device, Fingerprint.Unknown)))).ShouldBe(2);
        exchanged.Refreshed.ShouldBeTrue();

        AuthenticateRequest Request(string text) => new(text.AsMemory(), device, new RequestTraits(null));
    }

    [Fact]
    public async Task A_batch_of_marks_is_one_round_trip()
    {
        var marks = new List<SessionMark>();
        for (int i = 0; i < 200; i++)
        {
            SessionRow row = await _store.AddedAsync();
            marks.Add(new SessionMark(row.Id, 1, Start, Start.AddDays(1)));
        }

        (await _proxy.CountAsync(() => _store.TouchAsync(marks, CancellationToken.None).AsTask())).ShouldBe(1);
    }

    [Fact]
    public async Task Waiting_exchanges_share_round_trips()
    {
        const int Callers = 200;
        var rows = new SessionRow[Callers];
        for (int i = 0; i < Callers; i++)
        {
            rows[i] = await _store.AddedAsync();
        }

        int trips = await _proxy.CountAsync(() => Task.WhenAll(rows.Select(row => Task.Run(async () =>
        {
            SessionRow? read = await _store.FindAsync(row.Id, CancellationToken.None);
            (await _store.ExchangeAsync(read!)).ShouldBe(UpdateOutcome.Updated);
        }))));
        trips.ShouldBeLessThan(Callers); // one by one they would be twice as many
    }

    [Fact]
    public async Task Appending_reading_and_trimming_the_log_are_one_round_trip_each()
    {
        await using var log = new PostgreSqlRevocationLog(_options);
        await log.ReadAsync(null, 10, CancellationToken.None);
        var notice = new RevocationNotice(SampleRows.Typical().Id, 2, Start, null);
        (await _proxy.CountAsync(() => log.AppendAsync([notice, notice], CancellationToken.None).AsTask())).ShouldBe(1);
        (await _proxy.CountAsync(() => log.ReadAsync(null, 10, CancellationToken.None).AsTask())).ShouldBe(1);
        (await _proxy.CountAsync(() => log.TrimAsync(TimeSpan.Zero, CancellationToken.None).AsTask())).ShouldBe(1);
    }
}
