using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sessvm.Soak.People;

/// <summary>One device of a person: what it holds, and what it knows to be true of its session.</summary>
internal sealed class Device(HttpClient client, Tally tally, string user)
{
    private const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private string _did = "";
    private string _token = "";
    private readonly Queue<string> _old = new();

    /// <summary>The public handle of the session; empty before the first sign-in.</summary>
    public string Sid { get; private set; } = "";

    /// <summary>Whether the session lives, as far as this person knows.</summary>
    public bool IsLive { get; set; }

    public async Task SignInAsync()
    {
        _did = Guid.NewGuid().ToString();
        _old.Clear();
        Answer answer = await SettledAsync(() => SendAsync(HttpMethod.Post, $"/login?user={user}"), Answers.Started);
        if (answer.Status != HttpStatusCode.OK)
        {
            tally.Surprise($"a sign-in: {answer}");
            return;
        }

        (_token, Sid, IsLive) = (answer.Text("atk")!, answer.Text("sid")!, true);
        tally.Saw(Answers.Started);
    }

    /// <summary>Asks for a page, exchanging first where that is due.</summary>
    public async Task AskAsync(bool storeIsUp)
    {
        Answer answer = await SendAsync(HttpMethod.Get, "/me");
        if (answer.Reason == "access-expired")
        {
            await ExchangeAsync();
            answer = await SendAsync(HttpMethod.Get, "/me");
        }

        switch (answer.Status)
        {
            case HttpStatusCode.OK when answer.Text("sid") == Sid:
                tally.Saw(storeIsUp ? Answers.Served : Answers.ServedBlind);
                break;
            case HttpStatusCode.ServiceUnavailable:
                tally.Saw(Answers.Unavailable);
                break;
            default:
                tally.Surprise($"a page: {answer}");
                break;
        }
    }

    public async Task ExchangeAsync() => Take(await SettledAsync(RefreshAsync, "exchanged"));

    /// <summary>The answer to an exchange is lost, and asked for once more.</summary>
    public async Task LoseAnAnswerAsync()
    {
        Answer lost = await SettledAsync(RefreshAsync, "exchanged");
        CountExchange(lost);
        Answer again = await SettledAsync(RefreshAsync, "exchanged");
        if (lost.Text("atk") is { } first && first != _token)
        {
            if (again.Text("atk") == first)
            {
                tally.Saw(Answers.Repeated);
            }
            else
            {
                tally.Surprise($"a lost answer did not come again: {again}");
            }
        }

        Take(again);
    }

    public async Task RaceAsync()
    {
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SettledAsync(RefreshAsync, "exchanged")));
        if (answers.Select(static one => one.Text("atk")).Distinct().Count() != 1 || answers.Any(static one => one.Status != HttpStatusCode.OK))
        {
            tally.Surprise($"three at once: {string.Join("; ", answers.AsEnumerable())}");
        }
        else if (answers[0].Text("atk") != _token)
        {
            tally.Saw(Answers.Raced);
        }

        Take(answers[0]); // equal requests may share one run, and then one event
    }

    public async Task RenewAsync()
    {
        Answer answer = await SettledAsync(() => SendAsync(HttpMethod.Post, "/step-up"), Answers.Renewed);
        if (answer.Reason == "access-expired")
        {
            await ExchangeAsync();
            answer = await SettledAsync(() => SendAsync(HttpMethod.Post, "/step-up"), Answers.Renewed);
        }

        if (answer.Reason == "superseded") // an earlier try was done, and only its answer was lost: the person signs in again
        {
            tally.Saw(Answers.Unsure + "superseded");
            IsLive = false;
            return;
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            tally.Surprise($"a renewal: {answer}");
            return;
        }

        string before = _token;
        _token = answer.Text("atk")!;
        _old.Clear();
        tally.Saw(Answers.Renewed);
        Answer old = await SendAsync(HttpMethod.Get, "/me", token: before);
        if (old.Reason is not ("superseded" or "access-expired"))
        {
            tally.Surprise($"a token from before a renewal: {old}");
        }
    }

    public async Task SignOutAsync()
    {
        Answer answer = await SettledAsync(() => SendAsync(HttpMethod.Post, "/auth/logout"), Answers.SignedOut);
        if (answer.Status != HttpStatusCode.NoContent)
        {
            tally.Surprise($"a sign-out: {answer}");
        }

        tally.Saw(Answers.SignedOut);
        IsLive = false;
        await IsToldAsync();
    }

    public async Task EndAsync(Device other)
    {
        Answer answer = await SettledAsync(() => SendAsync(HttpMethod.Delete, $"/auth/sessions/{other.Sid}"), Answers.EndedOther);
        if (answer.Reason == "access-expired")
        {
            await ExchangeAsync();
            answer = await SettledAsync(() => SendAsync(HttpMethod.Delete, $"/auth/sessions/{other.Sid}"), Answers.EndedOther);
        }

        // An earlier try that was answered 503 may have been done: then there is nothing left to end.
        if (answer.Status != HttpStatusCode.NoContent && (answer.Status != HttpStatusCode.NotFound || tally.Of(Answers.Unsure + Answers.EndedOther) == 0))
        {
            tally.Surprise($"the end of another device: {answer}");
        }

        tally.Saw(Answers.EndedOther);
        other.IsLive = false;
        await other.IsToldAsync();
    }

    /// <summary>A thief with another browser presents a token of two generations ago: the family ends.</summary>
    public async Task BeReplayedAsync()
    {
        if (_old.Count < 2)
        {
            return;
        }

        string copy = _old.Peek();
        Answer answer = await SettledAsync(() => SendAsync(HttpMethod.Post, "/auth/refresh", token: copy, agent: Firefox), Answers.Replayed);
        if (answer.Reason is not ("replay-detected" or "session-not-active"))
        {
            tally.Surprise($"a copy: {answer}");
            return;
        }

        tally.Saw(Answers.Replayed);
        IsLive = false;
        await IsToldAsync();
    }

    /// <summary>What the person knows of the session is what the server says of it.</summary>
    public async Task CheckAsync()
    {
        if (Sid.Length == 0)
        {
            return;
        }

        Answer answer = await SettledAsync(RefreshAsync, "exchanged");
        CountExchange(answer);
        bool lives = answer.Status == HttpStatusCode.OK && answer.Text("sid") == Sid;
        if (lives != IsLive)
        {
            tally.Surprise($"a session that {(IsLive ? "lives" : "has ended")}: {answer}");
        }
    }

    /// <summary>Of an end, the device is told at its next request.</summary>
    private async Task IsToldAsync()
    {
        Answer answer = await SendAsync(HttpMethod.Get, "/me");
        if (answer.Reason is "session-not-active" or "access-expired")
        {
            tally.Saw(Answers.Told);
        }
        else
        {
            tally.Surprise($"after an end: {answer}");
        }
    }

    private void Take(Answer answer)
    {
        CountExchange(answer);
        if (answer.Status != HttpStatusCode.OK)
        {
            tally.Surprise($"an exchange: {answer}");
            return;
        }

        if (answer.Text("atk") is { } next && next != _token)
        {
            _old.Enqueue(_token);
            if (_old.Count > 2)
            {
                _old.Dequeue();
            }

            _token = next;
        }
    }

    private void CountExchange(Answer answer)
    {
        if (answer is { Status: HttpStatusCode.OK, Refreshed: true })
        {
            tally.Saw(Answers.Exchanged);
        }
    }

    private Task<Answer> RefreshAsync() => SendAsync(HttpMethod.Post, "/auth/refresh");

    /// <summary>Asks again as long as the store is down.</summary>
    private async Task<Answer> SettledAsync(Func<Task<Answer>> send, string what)
    {
        while (true)
        {
            Answer answer = await send();
            if (answer.Status is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError))
            {
                return answer;
            }

            tally.Saw(Answers.Unsure + what);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, string? token = null, string agent = Chrome)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("X-Session-Device", _did);
        if ((token ?? _token).Length > 0 && !path.StartsWith("/login", StringComparison.Ordinal))
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token ?? _token}");
        }

        if (path == "/auth/refresh")
        {
            request.Content = JsonContent.Create(new { did = _did });
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        string body = await response.Content.ReadAsStringAsync();
        return new Answer(response.StatusCode, body.Length > 0 && body[0] == '{' ? JsonSerializer.Deserialize<JsonElement>(body) : default);
    }

    private sealed record Answer(HttpStatusCode Status, JsonElement Body)
    {
        public string? Reason => Text("rsn");

        public bool Refreshed => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("refreshed", out JsonElement value) && value.ValueKind == JsonValueKind.True;

        public string? Text(string name) =>
            Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        public override string ToString() => $"{(int)Status} {Reason}";
    }
}
