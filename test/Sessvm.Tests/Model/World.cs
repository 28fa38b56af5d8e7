using Microsoft.Extensions.Time.Testing;
using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Model;

/// <summary>Nodes over one store and one feed, a browser, a thief and a clock: one thread, and the same every time.</summary>
internal sealed class World : ISessionEvents
{
    private readonly Settings _settings;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ModelStore _store;
    private readonly ModelBus _bus = new();
    private readonly Node[] _nodes;
    private readonly Browser _browser;
    private readonly List<string> _loot = [];
    private readonly List<SessionEvent> _told = [];
    private readonly SessionId _session;
    private readonly Oracle _oracle;
    private readonly Person _thief;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;
    private Person _owner = Person.Owner;

    public World(Settings settings)
    {
        _settings = settings;
        _store = new ModelStore(_time);
        _browser = new Browser(settings.Bearer);
        _thief = Person.ThiefOf(settings);
        _nodes = [.. Enumerable.Range(0, settings.Nodes).Select(_ => NewNode(caughtUp: true))];
        var start = new StartRequest { Subject = "alice", Device = _owner.Device, Fingerprint = _owner.Fingerprint };
        var grant = _nodes[0].Await(_nodes[0].Service.StartAsync(start)).Grant!;
        _store.Replicate();
        _session = grant.Row.Id;
        _oracle = new Oracle(settings, _session, _store, Now);
        _oracle.Reference.Renewed(grant.AccessToken.Reveal(), _oracle.Read(grant.AccessToken.Reveal()), _owner, Now);
        _browser.Receive(grant.AccessToken.Reveal(), _oracle.Read);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Emit(SessionEvent sessionEvent) => _told.Add(sessionEvent);

    public static void Run(Settings settings, IEnumerable<Step> steps)
    {
        var world = new World(settings);
        foreach (var step in steps)
        {
            world.Take(step);
        }
    }

    private void Take(Step step)
    {
        switch (step)
        {
            case Step.Advance(var span): Advance(Spans.Of(_settings.Options, span)); break;
            case Step.Send(var exchange, var background): _browser.Flights.Add(new Flight(_browser.Jar, exchange, background, Now)); break;
            case Step.Arrive(var flight, var node): Arrive(flight, At(node)); break;
            case Step.Deliver(var flight): Deliver(flight); break;
            case Step.Lose(var flight): Lose(flight); break;
            case Step.Call(var exchange, var background, var node): Call(exchange, background, At(node)); break;
            case Step.Ask(var exchange, var background, var node): Ask(exchange, background, At(node)); break;
            case Step.Renew(var node, var lost): Renew(At(node), lost); break;
            case Step.SignOut(var node): SignOut(At(node)); break;
            case Step.Update: Update(); break;
            case Step.Steal: _loot.Add(_browser.Jar); break;
            case Step.Intrude(var loot, var exchange, var node): Intrude(loot, exchange, At(node)); break;
            case Step.WriteMarks(var node): WriteMarks(At(node)); break;
            case Step.Crash(var node, var caughtUp): Crash(node % _nodes.Length, caughtUp); break;
            case Step.Failover(var writes): Failover(writes); break;
            case Step.Hear(var node): At(node).Feed.CatchUp(); break;
        }

        _oracle.Events.AddRange(_told);
        _told.Clear();
        _oracle.CheckAlways();
    }

    private Node At(int number) => _nodes[number % _nodes.Length];

    private Node NewNode(bool caughtUp)
    {
        var node = new Node(_settings, _store, _bus, _time, this);
        if (caughtUp)
        {
            node.Feed.CatchUp();
        }

        return node;
    }

    /// <summary>The bounds of the design: marks are written, notices heard, and no leg of a flight lasts as long as the overlap.</summary>
    private void Advance(TimeSpan span)
    {
        foreach (var node in _nodes)
        {
            if (node.MarkedSince is { } since && Now + span - since > Settings.MarkLag)
            {
                WriteMarks(node);
            }

            if (span >= _settings.Options.RevocationBound && node.Feed.IsCurrent)
            {
                node.Feed.CatchUp();
            }
        }

        _browser.Flights.RemoveAll(flight => Now + span - flight.Since >= _settings.Options.Overlap);
        _time.Advance(span);
    }

    private void Arrive(int number, Node node)
    {
        if (_browser.Pick(number, answered: false) is { } flight)
        {
            flight.Answer(Serve(_owner, flight.Token, flight.Exchange, flight.Background, node), Now);
        }
    }

    private void Ask(bool exchange, bool background, Node node)
    {
        var flight = new Flight(_browser.Jar, exchange, background, Now);
        flight.Answer(Serve(_owner, flight.Token, exchange, background, node), Now);
        _browser.Flights.Add(flight);
    }

    private void Deliver(int number)
    {
        if (_browser.Pick(number, answered: true) is not { } flight)
        {
            return;
        }

        _browser.Flights.Remove(flight);
        if (flight.Sets is not { } text)
        {
            return;
        }

        // A renewal has no overlap: an exchange's answer that it overtook may still come after it, and is then superseded.
        var (late, held) = (_oracle.Read(text), _oracle.Read(_browser.Jar));
        if (late.Generation < held.Generation && flight.Since <= _failedAt)
        {
            return; // out of bounds: the store has lost the stamp of an answer that was in flight
        }

        Violation.Unless(late.Floor < held.Floor || late.Generation >= held.Generation || _settings.Bearer, "R2: a late answer put an older generation over a newer one.");
        _browser.Receive(text, _oracle.Read);
    }

    private void Lose(int number)
    {
        if (_browser.Flights.Count > 0)
        {
            _browser.Flights.RemoveAt(number % _browser.Flights.Count);
        }
    }

    private void Call(bool exchange, bool background, Node node)
    {
        if (Serve(_owner, _browser.Jar, exchange, background, node) is { } text)
        {
            _browser.Receive(text, _oracle.Read);
        }
    }

    private void Update()
    {
        _browser.Flights.Clear();
        _owner = _owner with { Agent = Person.Owner.Agent with { Version = Person.Owner.Agent.Version + 1 } };
    }

    private void Intrude(int number, bool exchange, Node node)
    {
        if (_loot.Count == 0)
        {
            return;
        }

        _oracle.Intruded = true;
        if (Serve(_thief, _loot[number % _loot.Count], exchange, background: false, node) is { } text)
        {
            _loot.Add(text);
        }
    }

    /// <summary>A request or an exchange at a node.</summary>
    /// <returns>The token that the answer sets; <see langword="null"/> where it sets none.</returns>
    private string? Serve(Person who, string text, bool exchange, bool background, Node node)
    {
        var token = _oracle.Read(text);
        if (!exchange)
        {
            var result = node.Await(node.Service.AuthenticateAsync(new AuthenticateRequest(text.AsMemory(), who.Device, who.Traits, background)));
            RequestChecks.Check(_oracle, who, token, node, result, Now);
            Watch.Request(_oracle, text, background, node, result, Now);
            return null;
        }

        var before = _oracle.Row;
        var request = new ExchangeRequest(text, who.Device, who.Fingerprint) { Background = background };
        var answer = node.Await(node.Service.ExchangeAsync(request));
        var step = new Exchanged(who, text, background, node, _browser.Jar, before, answer, _told, Now);
        ExchangeChecks.Check(_oracle, step);
        Watch.Exchange(_oracle, step);
        return answer is { Succeeded: true, Refreshed: true } ? answer.AccessToken.Value.Reveal() : null;
    }

    private void Renew(Node node, bool lost)
    {
        var request = new RenewRequest(_session, _owner.Fingerprint) { HeldGeneration = _oracle.Read(_browser.Jar).Generation };
        var result = node.Await(node.Service.RenewAsync(request));
        Violation.Unless(!result.Succeeded || !node.HasHeardEnd, "R5: a node renewed a session whose end it remembers.");
        if (!result.Succeeded)
        {
            return;
        }

        string text = result.Grant.AccessToken.Reveal();
        var token = _oracle.Read(text);
        Violation.Unless(token.Floor >= node.Feed.RefuseBelow, "R7: a renewal handed out what its own node refuses.");
        _oracle.Reference.Renewed(text, token, _owner, Now);
        _oracle.HighestFloor = Math.Max(_oracle.HighestFloor, token.Floor);
        _oracle.Uses.Add(Now);
        _oracle.Undetected = null;
        if (!lost)
        {
            _browser.Receive(text, _oracle.Read);
        }
    }

    private void SignOut(Node node)
    {
        node.Await(node.Service.EndAsync(EndTarget.One(_session), EndReason.SignedOut));
        _oracle.EverEnded = _oracle.Reference.HasEnded = true;
    }

    private void WriteMarks(Node node)
    {
        node.Store.WriteMarks();
        foreach (var (generation, at) in node.Sights)
        {
            _oracle.Reference.Seen(generation, at);
        }

        node.Sights.Clear();
        node.MarkedSince = null;
    }

    private void Crash(int number, bool caughtUp)
    {
        _oracle.UsesLost |= _nodes[number].MarkedSince is not null;
        _bus.Listeners.Remove(_nodes[number].Feed);
        _nodes[number] = NewNode(caughtUp);
    }

    private void Failover(int writes)
    {
        bool ended = _oracle.Row.End is not null;
        int lost = _store.Failover(1 + writes);
        _failedAt = Now;
        _oracle.Failed(lost, ended && _oracle.Row.End is null);
    }
}
