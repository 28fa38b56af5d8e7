using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Time.Testing;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue;
using Sessvm.Stores.Memory;
using Sessvm.Tokens;
using static Sessvm.Compact;

namespace Sessvm.Tests.Docs;

/// <summary>The C# of <c>docs/from-typescript.md</c>, compiled and run.</summary>
public sealed partial class FromTypeScript
{
    private const string UserAgent = Sessions.Bench.UserAgent;

    private static readonly RequestTraits Request = new(UserAgent, "en-GB,en;q=0.9", IPAddress.Parse("203.0.113.7"));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Guid _device = Guid.NewGuid();

    [Fact]
    public async Task Setup()
    {
        string secret = Sessions.Bench.Secret;
        #region snippet: ts-setup
        SessionService sessions = ssv(new SessionSetup
        {
            Keys = new KeyRing([new KeyDefinition(1, secret)], new KeyScope("shop", "shop", "Sessvm")),
            Store = pst(new DictionaryPort()),
            Policy = fpp(new FingerprintPolicyOptions { Mode = FingerprintMode.Relaxed }),
        });
        #endregion
        (await sessions.StartAsync(new StartRequest { Subject = "user-123", Device = _device })).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Start()
    {
        var sessions = Service();
        var device = _device;
        var request = Request;
        #region snippet: ts-start
        StartResult login = await sessions.StartAsync(new StartRequest
        {
            Subject = "user-123",
            Device = device,
            Scopes = ["read", "write"],
            Fingerprint = dvc(request),
        });
        if (login.Succeeded)
        {
            string accessToken = login.Grant.AccessToken.Reveal();
            string csrfToken = login.Grant.CsrfToken.Reveal();
            SessionId handle = login.Grant.Row.Id; // S1.…, safe to show
            Send(accessToken, csrfToken, handle.ToString());
        }
        #endregion
        login.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Exchange()
    {
        var sessions = Service();
        var grant = await StartAsync(sessions);
        var device = _device;
        var request = Request;
        string token = grant.AccessToken.Reveal(), cookie = grant.CsrfToken.Reveal(), header = cookie;
        _time.Advance(TimeSpan.FromMinutes(16));
        #region snippet: ts-exchange
        SessionReason forged = csi(cookie, header);
        if (forged != SessionReason.None)
        {
            Refuse(403, forged.ToCode()); // missing-csrf-cookie, missing-csrf-header, csrf-mismatch
        }

        ExchangeResult result = await sessions.ExchangeAsync(new ExchangeRequest(token, device, dvc(request)));
        if (!result.Succeeded)
        {
            Refuse(401, result.Reason.ToCode()); // session-idle, replay-detected, …
        }
        else if (result.Refreshed)
        {
            Send(result.AccessToken.Value.Reveal());
        }
        #endregion
        result.Refreshed.ShouldBeTrue();
    }

    [Fact]
    public async Task ExchangeAlone()
    {
        var sessions = Service();
        string token = (await StartAsync(sessions)).AccessToken.Reveal();
        var device = _device;
        var request = Request;
        var cancellationToken = TestContext.Current.CancellationToken;
        #region snippet: ts-exchange-alone
        Func<ExchangeRequest, CancellationToken, ValueTask<ExchangeResult>> exchange = xcg(sessions);
        ExchangeResult same = await exchange(new ExchangeRequest(token, device, dvc(request)), cancellationToken);
        #endregion
        same.Refreshed.ShouldBeFalse();
    }

    [Fact]
    public async Task WholeRequest()
    {
        var sessions = Service();
        var grant = await StartAsync(sessions);
        var session = grant.Row.Id;
        string cookie = grant.CsrfToken.Reveal(), header = cookie;
        var now = _time.GetUtcNow();
        #region snippet: ts-whole-request
        var guard = csr(sessions.Csrf);
        SessionReason reason = guard.Check(
            new("POST", cookie, header, session, FetchSite: "same-origin", Origin: null, SelfOrigin: "https://shop.example"), now);
        #endregion
        reason.ShouldBe(SessionReason.None);
    }

    [Fact]
    public async Task Revoke()
    {
        var sessions = Service();
        var grant = await StartAsync(sessions);
        string token = grant.AccessToken.Reveal();
        var handle = grant.Row.Id;
        #region snippet: ts-revoke
        await sessions.SignOutAsync(token); // expired and superseded tokens too

        await sessions.EndAsync(EndTarget.One(handle), EndReason.Revoked);
        await sessions.EndAsync(EndTarget.OfSubject("user-123", except: handle), EndReason.Revoked);
        IReadOnlyList<SessionRow> devices = await sessions.ListAsync("user-123");
        #endregion
        devices.ShouldBeEmpty();
    }

    [Fact]
    public async Task Authenticate()
    {
        var sessions = Service();
        string token = (await StartAsync(sessions)).AccessToken.Reveal();
        var device = _device;
        var request = Request;
        #region snippet: ts-authenticate
        AuthenticateResult who = await sessions.AuthenticateAsync(new AuthenticateRequest(token.AsMemory(), device, request));
        if (who.Succeeded && who.Session.HasScope("read"))
        {
            Send(who.Session.Subject);
        }
        #endregion
        who.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Rotate()
    {
        var sessions = Service();
        var device = _device;
        var request = Request;
        #region snippet: ts-rotate
        StartResult native = await sessions.StartAsync(new StartRequest
        {
            Subject = "user-123",
            Device = device,
            Fingerprint = dvc(request),
            WithRefreshToken = true,
        });
        string refreshToken = native.Grant!.RefreshToken!.Value.Reveal();
        RotateResult pair = await sessions.RotateAsync(new ExchangeRequest(refreshToken, device, dvc(request)));
        #endregion
        pair.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Renew()
    {
        var sessions = Service();
        var handle = (await StartAsync(sessions)).Row.Id;
        var request = Request;
        #region snippet: ts-renew
        RenewResult stepUp = await sessions.RenewAsync(new RenewRequest(handle, dvc(request))
        {
            Change = new SessionChange { Scopes = ["read", "write", "admin"] },
        });
        #endregion
        stepUp.Grant!.Row.Scopes.ShouldContain("admin");
    }

    [Fact]
    public async Task Data()
    {
        var sessions = Service();
        var handle = (await StartAsync(sessions)).Row.Id;
        #region snippet: ts-data
        var visits = new DataKey<int>("visits", ShopJson.Default.Int32);
        await sessions.ChangeDataAsync(handle, visits, count => count + 1);
        SessionRow? row = await sessions.FindAsync(handle);
        int count = row is null ? 0 : SessionService.ReadData(row, visits);
        #endregion
        count.ShouldBe(1);
    }

    [Fact]
    public async Task Ticket()
    {
        var sessions = Service();
        string token = (await StartAsync(sessions)).AccessToken.Reveal();
        var device = _device;
        var request = Request;
        var session = (await sessions.AuthenticateAsync(new AuthenticateRequest(token.AsMemory(), device, request))).Session!;
        #region snippet: ts-ticket
        string ticket = sessions.MintTicket(session, device, "https://shop.example").Reveal();
        RedeemResult opened = await sessions.RedeemTicketAsync(ticket, device, "https://shop.example", dvc(request));
        #endregion
        opened.Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Fingerprints()
    {
        var request = Request;
        var habits = Habits.None;
        var now = DateTimeOffset.UnixEpoch;
        #region snippet: ts-fingerprints
        Fingerprint seen = fpx().Extract(request);
        Fingerprint stored = seen with { Agent = seen.Agent with { Version = seen.Agent.Version - 1 }, Network = "198.51.100.0/24" };

        Verdict strict = stp(seen, stored);   // refuse: another version, another network
        Verdict relaxed = rlp(seen, stored);  // accept: a browser may update, a network may change
        Verdict adaptive = adp(seen, stored, habits, now); // accept; the row keeps the habits, and the policy learns them
        #endregion
        strict.Action.ShouldBe(VerdictAction.Refuse);
        strict.Failed.ShouldBe(["version", "network"], ignoreOrder: true);
        relaxed.Action.ShouldBe(VerdictAction.Accept);
        adaptive.Action.ShouldBe(VerdictAction.Accept);
    }

    [Fact]
    public void OwnPolicy()
    {
        #region snippet: ts-policy
        FingerprintPolicy policy = fpp(new FingerprintPolicyOptions
        {
            Mode = FingerprintMode.Relaxed,
            Min = 8,
        });
        #endregion
        policy.Judge(dvc(Request), dvc(Request)).Need.ShouldBe(8);
    }

    [Fact]
    public async Task Port()
    {
        var port = new DictionaryPort();
        await port.PutAsync("a:1", new byte[] { 1 }, TimeSpan.FromMinutes(1), CancellationToken.None);
        await port.BindAsync("all", "a:1", CancellationToken.None);
        (await port.ReadAsync("all", CancellationToken.None)).ShouldBe(["a:1"]);
        (await port.ListAsync("a:", CancellationToken.None)).ShouldBe(["a:1"]);
        await port.DeleteAsync("a:1", CancellationToken.None);
        (await port.GetAsync("a:1", CancellationToken.None)).ShouldBeNull();
        await port.DropAsync(CancellationToken.None);
        (await port.ReadAsync("all", CancellationToken.None)).ShouldBeEmpty();
    }

    private static void Send(params string[] what) => what.ShouldAllBe(text => text.Length > 0);

    private static void Refuse(int status, string code) => throw new InvalidOperationException($"{status} {code}");

    private SessionService Service() => new(new SessionSetup
    {
        Keys = new KeyRing([new KeyDefinition(1, Sessions.Bench.Secret)], new KeyScope("shop", "shop", "Sessvm"), _time),
        Store = new MemorySessionStore(),
        Time = _time,
    });

    private async Task<SessionGrant> StartAsync(SessionService sessions) => (await sessions.StartAsync(
        new StartRequest { Subject = "user-123", Device = _device, Scopes = ["read"], Fingerprint = dvc(Request) })).Grant!;

    #region snippet: ts-port
    internal sealed class DictionaryPort : IKeyValuePort
    {
        private readonly ConcurrentDictionary<string, byte[]> _values = new();
        private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> _sets = new();

        public ValueTask PutAsync(string key, ReadOnlyMemory<byte> value, TimeSpan ttl, CancellationToken cancellationToken)
        {
            _values[key] = value.ToArray(); // a real one lets it go after ttl
            return default;
        }

        public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken) =>
            new(_values.TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null);

        public ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
        {
            _values.TryRemove(key, out _);
            return default;
        }

        public ValueTask BindAsync(string reference, string target, CancellationToken cancellationToken)
        {
            _sets.GetOrAdd(reference, _ => new())[target] = true;
            return default;
        }

        public ValueTask<IReadOnlyList<string>> ReadAsync(string reference, CancellationToken cancellationToken) =>
            new(_sets.TryGetValue(reference, out var set) ? [.. set.Keys] : []);

        public ValueTask<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
            new([.. _values.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))]);

        public ValueTask DropAsync(CancellationToken cancellationToken)
        {
            _values.Clear();
            _sets.Clear();
            return default;
        }
    }
    #endregion

    [JsonSerializable(typeof(int))]
    private sealed partial class ShopJson : JsonSerializerContext;
}
