using System.Net;
using System.Net.Http.Json;
using System.Text;
using Sessvm.Client.Tests.Support;

namespace Sessvm.Client.Tests;

public sealed class SessionHandlerTests
{
    [Fact]
    public async Task A_request_carries_token_and_device()
    {
        var rig = await Rig.SignedInAsync();

        (await rig.Http.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var asked = rig.Server.All.ShouldHaveSingleItem();
        (asked.Token, asked.Device).ShouldBe((ScriptedServer.Token(1), Rig.Tokens().DeviceId));
    }

    [Fact]
    public async Task An_expired_token_is_exchanged_and_the_request_sent_once_more()
    {
        var rig = await Rig.ExpiredAsync();

        var answer = await rig.Http.PostAsync("/api", new StringContent("body"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Server.All.Select(one => (one.Path, one.Token, one.Path == "/api" ? one.Body : "")).ShouldBe(
        [
            ("/api", ScriptedServer.Token(1), "body"),
            ("/auth/refresh", ScriptedServer.Token(1), ""),
            ("/api", ScriptedServer.Token(2), "body"),
        ]);
        rig.Told.ShouldBe(["S1.session"]);
    }

    [Fact]
    public async Task A_hundred_callers_with_an_expired_token_make_one_exchange()
    {
        for (int round = 0; round < 20; round++)
        {
            var rig = await Rig.ExpiredAsync();

            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(one => Task.Run(() => rig.Http.GetAsync($"/api/{one}"))));

            answers.ShouldAllBe(one => one.StatusCode == HttpStatusCode.OK);
            rig.Server.Exchanges.ShouldBe(1);
            rig.Told.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task An_answer_about_an_old_token_does_not_exchange_the_new_one()
    {
        var rig = await Rig.ExpiredAsync();
        var slow = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        using var http = new HttpClient(new SessionHandler(rig.Client, new Gate(rig.Server, held, slow.Task))) { BaseAddress = Rig.Home };
        var late = http.GetAsync("/late"); // sent with the old token, and answered when everything is over
        await held.Task;
        (await rig.Http.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.OK);

        slow.SetResult();

        (await late).StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Server.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task It_never_loops()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnCall = _ => ScriptedServer.Refusal("access-expired");

        (await rig.Http.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        rig.Server.All.Count(one => one.Path == "/api").ShouldBe(2);
        rig.Server.Exchanges.ShouldBe(1);
    }

    [Theory]
    [InlineData("session-not-active", "ended session-not-active")]
    [InlineData("replay-detected", "ended replay-detected")]
    [InlineData("device-mismatch", null)]
    [InlineData("something-newer", null)]
    [InlineData("step-up-required", "step-up")]
    public async Task What_a_refresh_cannot_cure_is_returned_and_told(string code, string? told)
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnCall = _ => ScriptedServer.Refusal(code);

        var answer = await rig.Http.GetAsync("/api");

        (await answer.ReadRefusalAsync())!.Code.ShouldBe(code);
        rig.Server.All.Count.ShouldBe(1);
        rig.Told.ShouldBe(told is null ? [] : [told]);
    }

    [Fact]
    public async Task An_end_is_told_once_until_a_request_succeeds()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnCall = _ => ScriptedServer.Refusal("session-not-active");
        await rig.Http.GetAsync("/api");
        await rig.Http.GetAsync("/api");
        rig.Told.ShouldBe(["ended session-not-active"]);
        rig.Client.State.ShouldBe(SessionState.Ended);

        rig.Server.OnCall = null;
        await rig.Http.GetAsync("/api");
        rig.Client.State.ShouldBe(SessionState.SignedIn);
    }

    [Fact]
    public async Task A_stream_is_not_sent_twice_and_the_answer_says_so()
    {
        var rig = await Rig.ExpiredAsync();

        var answer = await rig.Http.PostAsync("/api", new StreamContent(new MemoryStream("once"u8.ToArray())));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.ReadRefusalAsync())!.Reason.ShouldBe(RefusalReason.BodyNotReplayable);
        rig.Server.All.Count(one => one.Path == "/api").ShouldBe(1);
        (await rig.Http.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.OK); // the token is fresh by now
        rig.Server.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task Bytes_text_forms_JSON_and_parts_of_them_are_sent_twice_and_parts_with_a_stream_are_not()
    {
        HttpContent[] replayable =
        [
            new ByteArrayContent([1, 2]), new StringContent("text"), new ReadOnlyMemoryContent(new byte[3]),
            new FormUrlEncodedContent([new("name", "value")]), JsonContent.Create(new[] { 1 }),
            new MultipartFormDataContent { new StringContent("part") },
        ];
        foreach (var content in replayable)
        {
            var rig = await Rig.ExpiredAsync();
            (await rig.Http.PostAsync("/api", content)).StatusCode.ShouldBe(HttpStatusCode.OK, content.GetType().Name);
            var sent = rig.Server.All.Where(one => one.Path == "/api").Select(one => one.Body).ToArray();
            sent[1].ShouldBe(sent[0]);
        }

        var parts = new MultipartFormDataContent { new StringContent("part"), new StreamContent(new MemoryStream()) };
        var last = await Rig.ExpiredAsync();
        (await last.Http.PostAsync("/api", parts)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_caller_may_vouch_for_a_stream()
    {
        var rig = await Rig.ExpiredAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api") { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("again"))) };
        request.Options.Set(SessionHandler.Replayable, true);

        (await rig.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);

        rig.Server.All.Last().Body.ShouldBe("again");
    }

    [Theory]
    [InlineData("https://other.example/api")]
    [InlineData("http://app.example/api")]
    [InlineData("https://app.example:8443/api")]
    [InlineData("https://app.example.evil/api")]
    [InlineData("https://app.example@evil.example/api")]
    public async Task Another_origin_gets_neither_token_nor_device(string address)
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnCall = _ => ScriptedServer.Refusal("access-expired");

        (await rig.Http.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var asked = rig.Server.All.ShouldHaveSingleItem();
        (asked.Token, asked.Device).ShouldBe((null, null));
        rig.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listed_origin_gets_the_token()
    {
        var rig = await Rig.SignedInAsync(options => options.Origins.Add(new Uri("https://API.example/ignored")));

        await rig.Http.GetAsync("https://api.example/v1");

        rig.Server.All.ShouldHaveSingleItem().Token.ShouldBe(ScriptedServer.Token(1));
    }

    [Fact]
    public async Task An_authorization_of_the_callers_own_stands()
    {
        var rig = await Rig.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api") { Headers = { Authorization = new("Bearer", "theirs") } };

        await rig.Http.SendAsync(request);

        rig.Server.All.ShouldHaveSingleItem().Token.ShouldBe("theirs");
    }

    [Fact]
    public async Task A_retry_policy_around_it_sends_the_token_of_the_day()
    {
        var rig = await Rig.SignedInAsync();
        using var invoker = new HttpMessageInvoker(new SessionHandler(rig.Client, rig.Server));
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Rig.Home, "/api"));
        await invoker.SendAsync(request, default);
        rig.Server.Good = ScriptedServer.Token(7);
        await rig.Client.SignInAsync(Rig.Tokens(7));

        (await invoker.SendAsync(request, default)).StatusCode.ShouldBe(HttpStatusCode.OK);

        rig.Server.All.Select(one => one.Token).ShouldBe([ScriptedServer.Token(1), ScriptedServer.Token(7)]);
        rig.Server.All[1].Device.ShouldBe(Rig.Tokens().DeviceId);
    }

    [Fact]
    public async Task One_caller_that_gives_up_does_not_stop_the_exchange_for_the_others()
    {
        var rig = await Rig.ExpiredAsync();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        rig.Server.OnRefresh = _ =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        using var impatient = new CancellationTokenSource();
        var first = rig.Http.GetAsync("/first", impatient.Token);
        await asked.Task;
        var second = rig.Http.GetAsync("/second");

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        answer.SetResult(ScriptedServer.Granted(rig.Server.Good));

        (await second).StatusCode.ShouldBe(HttpStatusCode.OK);
        rig.Server.Exchanges.ShouldBe(1);
    }

    [Fact]
    public async Task A_store_that_is_down_keeps_the_session_and_the_answer_says_so()
    {
        var rig = await Rig.ExpiredAsync();
        rig.Server.OnRefresh = _ =>
        {
            var down = ScriptedServer.Refusal("store-unavailable", 503);
            down.Headers.RetryAfter = new(TimeSpan.FromSeconds(2));
            return Task.FromResult(down);
        };

        var refusal = await (await rig.Http.GetAsync("/api")).ReadRefusalAsync();

        refusal!.Reason.ShouldBe(RefusalReason.StoreUnavailable);
        refusal.RetryAfter.ShouldBe(TimeSpan.FromSeconds(2));
        rig.Client.State.ShouldBe(SessionState.SignedIn);
        rig.Told.ShouldBeEmpty();
        (await rig.Client.GetTokensAsync()).AccessToken.ShouldBe(ScriptedServer.Token(1));
    }

    [Fact]
    public async Task A_refresh_that_wants_a_step_up_gives_back_the_original_answer_and_tells_once()
    {
        var rig = await Rig.ExpiredAsync();
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Refusal("step-up-required"));

        var answer = await rig.Http.GetAsync("/api");

        answer.Headers.WwwAuthenticate.ToString().ShouldContain("access-expired");
        (await answer.ReadRefusalAsync())!.Reason.ShouldBe(RefusalReason.StepUpRequired);
        rig.Told.ShouldBe(["step-up"]);
        rig.Client.State.ShouldBe(SessionState.StepUpRequired);
    }

    [Fact]
    public async Task A_step_up_for_one_action_leaves_the_session_as_it_is()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnCall = _ =>
        {
            var answer = ScriptedServer.Json(401, """{"ok":false,"rsn":"step-up-required"}""");
            answer.Headers.TryAddWithoutValidation(
                "WWW-Authenticate", "Bearer error=\"insufficient_user_authentication\", error_description=\"step-up-required\", max_age=\"300\"");
            return answer;
        };

        await rig.Http.GetAsync("/api");

        rig.Told.ShouldBe(["step-up 300"]);
        rig.Client.State.ShouldBe(SessionState.SignedIn);
    }

    [Fact]
    public async Task News_of_an_earlier_session_is_none()
    {
        var rig = await Rig.SignedInAsync();
        var slow = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        rig.Server.OnCall = asked => asked.Token == ScriptedServer.Token(1) ? ScriptedServer.Refusal("session-not-active") : ScriptedServer.Json(200, "{}");
        using var http = new HttpClient(new SessionHandler(rig.Client, new Gate(rig.Server, held, slow.Task))) { BaseAddress = Rig.Home };
        var late = http.GetAsync("/late");
        await held.Task;
        await rig.Client.SignInAsync(Rig.Tokens(9));

        slow.SetResult();
        await late;

        rig.Told.ShouldBeEmpty();
        rig.Client.State.ShouldBe(SessionState.SignedIn);
    }

    [Fact]
    public async Task Nobody_signed_in_sends_the_device_alone_and_asks_for_no_refresh()
    {
        var rig = Rig.SignedOut();
        rig.Server.OnCall = _ => ScriptedServer.Refusal("missing-bearer");

        await rig.Http.GetAsync("/api");

        var asked = rig.Server.All.ShouldHaveSingleItem();
        asked.Token.ShouldBeNull();
        Guid.TryParse(asked.Device, out _).ShouldBeTrue();
        rig.Told.ShouldBeEmpty();
        rig.Client.State.ShouldBe(SessionState.SignedOut);
    }

    [Fact]
    public async Task A_listener_that_throws_breaks_nothing()
    {
        var rig = await Rig.ExpiredAsync();
        rig.Client.Refreshed += (_, _) => throw new InvalidOperationException("theirs");

        (await rig.Http.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sending_without_waiting_is_refused_in_words()
    {
        var rig = await Rig.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");

        Should.Throw<NotSupportedException>(() => rig.Http.Send(request)).Message.ShouldContain("SendAsync");
    }

    private sealed class Gate(HttpMessageHandler inner, TaskCompletionSource held, Task open) : DelegatingHandler(inner)
    {
        private int _first;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (Interlocked.Exchange(ref _first, 1) == 0)
            {
                held.SetResult();
                await open;
            }

            return answer;
        }
    }
}
