using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

/// <summary>What can be seen from outside: metrics, traces, logs; and what must not be.</summary>
public sealed class ObservationTests
{
    private const string Address = "203.0.113.77";

    [Fact]
    public async Task Operations_refusals_and_events_are_measured()
    {
        var seen = new HashSet<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == SessionMetrics.Name)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(seen, instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(seen, instrument, tags));
        listener.Start();

        var bench = new Bench();
        var grant = await bench.StartAsync();
        await bench.ExchangeAsync("nonsense");
        await bench.AuthenticateAsync("nonsense");
        await bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        lock (seen)
        {
            seen.ShouldContain("sessvm.operation.duration operation=exchange");
            seen.ShouldContain("sessvm.refusals operation=exchange reason=invalid-access-format");
            seen.ShouldContain("sessvm.refusals operation=authenticate reason=invalid-access-format");
            seen.ShouldContain("sessvm.events kind=SessionStarted reason=");
            seen.ShouldContain("sessvm.events kind=SessionEnded reason=Revoked");
        }
    }

    [Fact]
    public async Task Exchanges_and_rotations_are_traced()
    {
        var names = new HashSet<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SessionMetrics.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (names)
                {
                    names.Add(activity.OperationName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        var bench = new Bench();
        var grant = await bench.StartAsync(refresh: true);
        await bench.ExchangeAsync(grant.AccessToken.Reveal());
        await bench.Service.RotateAsync(new ExchangeRequest(grant.RefreshToken!.Value.Reveal(), Bench.Device, Bench.Home));
        lock (names)
        {
            names.ShouldContain("sessvm.exchange");
            names.ShouldContain("sessvm.rotate");
        }
    }

    [Fact]
    public async Task A_receiver_that_fails_is_logged_and_hurts_no_request()
    {
        var log = new LogText();
        var bench = new Bench(setup: setup => setup with { Events = new Failing(), Logger = log });
        await bench.StartAsync();
        log.Text.ShouldContain("SessionStarted");
    }

    [Fact]
    public async Task No_event_log_line_or_exception_of_a_full_run_holds_a_secret() // R9
    {
        var log = new LogText();
        var store = new ProbeStore();
        var bench = new Bench(o => o with { BlindGrace = TimeSpan.Zero }, store, setup: setup => setup with { Logger = log });
        var secrets = new List<string> { Bench.Secret, Bench.UserAgent, Address, Bench.Device.ToString() };
        var traits = new RequestTraits(Bench.UserAgent, "en-GB,en;q=0.9", IPAddress.Parse(Address));
        var home = bench.Service.Fingerprints.Extract(traits);
        var text = new StringBuilder();

        var grant = (await bench.Service.StartAsync(new StartRequest
        {
            Subject = "alice",
            Device = Bench.Device,
            Fingerprint = home,
            Scopes = ["read"],
            WithRefreshToken = true,
        })).Grant!;
        Keep(secrets, grant);
        var request = new AuthenticateRequest(grant.AccessToken.Reveal().AsMemory(), Bench.Device, traits);
        var session = (await bench.Service.AuthenticateAsync(request)).Session!;
        string ticket = bench.Service.MintTicket(session, Bench.Device, "https://app.example.com").Reveal();
        secrets.Add(ticket);
        var redeemed = await bench.Service.RedeemTicketAsync(ticket, Bench.Device, "https://app.example.com", home);
        bench.Time.Advance(TimeSpan.FromMinutes(16));
        var exchange = new ExchangeRequest(grant.AccessToken.Reveal(), Bench.Device, home);
        var exchanged = await bench.Service.ExchangeAsync(exchange);
        secrets.Add(exchanged.AccessToken!.Value.Reveal());
        var rotated = await bench.Service.RotateAsync(exchange with { Token = grant.RefreshToken!.Value.Reveal() });
        Keep(secrets, rotated.Grant!);
        var renewed = await bench.Service.RenewAsync(new RenewRequest(grant.Row.Id, home));
        Keep(secrets, renewed.Grant!);

        store.Down = true;
        var failure = await Should.ThrowAsync<SessionStoreException>(async () => await bench.Service.ExchangeAsync(exchange));
        store.Down = false;
        var wrong = await Should.ThrowAsync<ArgumentException>(
            async () => await bench.Service.StartAsync(new StartRequest { Subject = "", Device = Bench.Device }));
        var replay = await bench.Service.ExchangeAsync(exchange with { Fingerprint = Bench.Thief });
        replay.Reason.ShouldBe(SessionReason.ReplayDetected);

        var lines = new LoggingSessionEvents(log);
        foreach (var happened in bench.Events)
        {
            lines.Emit(happened);
            text.Append(happened).AppendLine();
        }

        text.Append(log.Text).Append(failure).Append(wrong).Append(request).Append(traits).Append(exchange).Append(session)
            .Append(grant).Append(exchanged).Append(rotated).Append(renewed).Append(redeemed).Append(replay)
            .Append(grant.AccessToken).Append(new global::Sessvm.Csrf.CsrfRequest("POST", secrets[^1], secrets[^1], grant.Row.Id, null, null, "https://app.example.com"));
        string all = text.ToString();
        bench.Events.Count.ShouldBeGreaterThan(5);
        foreach (string secret in secrets)
        {
            all.ShouldNotContain(secret);
        }
    }

    private static void Keep(List<string> secrets, SessionGrant grant)
    {
        secrets.Add(grant.AccessToken.Reveal());
        secrets.Add(grant.RefreshToken!.Value.Reveal());
        secrets.Add(grant.CsrfToken.Reveal());
    }

    private static void Note(HashSet<string> seen, Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string line = instrument.Name + string.Concat(tags.ToArray().Select(tag => $" {tag.Key}={tag.Value}"));
        lock (seen)
        {
            seen.Add(line);
        }
    }

    private sealed class Failing : ISessionEvents
    {
        public void Emit(SessionEvent sessionEvent) => throw new InvalidOperationException("full");
    }

    private sealed class LogText : ILogger<LoggingSessionEvents>
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_text)
            {
                _text.Append(formatter(state, exception)).Append(exception).AppendLine();
            }
        }
    }
}
