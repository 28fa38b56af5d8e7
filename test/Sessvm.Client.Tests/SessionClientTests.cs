using Sessvm.Client.Tests.Support;

namespace Sessvm.Client.Tests;

public sealed class SessionClientTests
{
    [Fact]
    public async Task A_refresh_token_is_rotated_in_place_of_the_exchange()
    {
        var rig = await Rig.SignedInAsync();
        await rig.Client.SignInAsync(Rig.Tokens(refresh: true));
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Granted(ScriptedServer.Token(2), ScriptedServer.Token(2, 'R')));

        (await rig.Client.RotateAsync()).Refreshed.ShouldBeTrue();

        var asked = rig.Server.All.ShouldHaveSingleItem();
        (asked.Path, asked.Token).ShouldBe(("/auth/rotate", null));
        asked.Body.ShouldContain("\"rtk\":\"R1.token-1\"");
        (await rig.Client.GetTokensAsync()).RefreshToken.ShouldBe(ScriptedServer.Token(2, 'R'));
    }

    [Fact]
    public async Task Rotating_without_a_refresh_token_is_the_callers_mistake()
    {
        var rig = await Rig.SignedInAsync();

        await Should.ThrowAsync<InvalidOperationException>(() => rig.Client.RotateAsync());
    }

    [Fact]
    public async Task A_late_answer_never_puts_an_older_session_over_a_newer_one()
    {
        var rig = await Rig.SignedInAsync();
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        rig.Server.OnRefresh = _ => answer.Task;
        var refresh = rig.Client.RefreshAsync();
        var signIn = rig.Client.SignInAsync(Rig.Tokens(50));
        answer.SetResult(ScriptedServer.Granted(ScriptedServer.Token(2)));
        await Task.WhenAll(refresh, signIn);

        (await rig.Client.GetTokensAsync()).AccessToken.ShouldBe(ScriptedServer.Token(50));
    }

    [Fact]
    public async Task An_answer_that_takes_longer_than_the_overlap_does_not_count()
    {
        var rig = await Rig.SignedInAsync();
        var asked = new TaskCompletionSource();
        rig.Server.OnRefresh = _ =>
        {
            asked.SetResult();
            return new TaskCompletionSource<HttpResponseMessage>().Task;
        };
        var refresh = rig.Client.RefreshAsync();
        await asked.Task;
        rig.Clock.Advance(TimeSpan.FromSeconds(31));

        (await refresh).Refusal!.Reason.ShouldBe(RefusalReason.NetworkError);
        (await rig.Client.GetTokensAsync()).AccessToken.ShouldBe(ScriptedServer.Token(1));
        rig.Client.State.ShouldBe(SessionState.SignedIn);
    }

    [Theory]
    [InlineData(-40)]
    [InlineData(40)]
    public async Task A_clock_that_is_years_off_changes_nothing(int years)
    {
        var rig = await Rig.ExpiredAsync(options => options.TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(
            new DateTimeOffset(2026 + years, 1, 1, 0, 0, 0, TimeSpan.Zero)));

        (await rig.Http.GetAsync("/api")).IsSuccessStatusCode.ShouldBeTrue();
        rig.Server.Exchanges.ShouldBe(1);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"refreshed":true,"atk":null}""")]
    [InlineData("""{"ok":true,"refreshed":true,"atk":"A1.to ken"}""")]
    [InlineData("""{"ok":true,"refreshed":true,"atk":"A1.x\r\nX-Evil: 1"}""")]
    [InlineData("""{"ok":"yes","refreshed":true,"atk":"A1.token"}""")]
    [InlineData("""{"ok":true,"refreshed":true,"atk":"R1.token"}""")]
    public async Task An_answer_that_is_none_leaves_the_token_alone(string body)
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Json(200, body));

        (await rig.Client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.InvalidRefreshResponse);

        (await rig.Client.GetTokensAsync()).ShouldBe(Rig.Tokens());
        rig.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_of_a_proxy_in_place_of_an_answer_keeps_the_session()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnRefresh = _ => Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway) { Content = new StringContent("<html>") });

        var refusal = (await rig.Client.RefreshAsync()).Refusal!;

        (refusal.Reason, refusal.Status).ShouldBe((RefusalReason.RefreshHttpError, 502));
        rig.Client.State.ShouldBe(SessionState.SignedIn);
    }

    [Fact]
    public async Task A_body_without_end_is_not_read_to_it()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnRefresh = _ =>
        {
            var content = new StreamContent(new EndlessStream());
            content.Headers.ContentType = new("application/json");
            return Task.FromResult(new HttpResponseMessage { Content = content });
        };

        (await rig.Client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.InvalidRefreshResponse);
    }

    [Fact]
    public async Task Signing_out_forgets_the_tokens_and_keeps_the_device()
    {
        var rig = await Rig.SignedInAsync();

        (await rig.Client.SignOutAsync()).Succeeded.ShouldBeTrue();

        rig.Server.All.ShouldHaveSingleItem().Path.ShouldBe("/auth/logout");
        (await rig.Client.GetTokensAsync()).ShouldBe(new SessionTokens(Rig.Tokens().DeviceId));
        rig.Client.State.ShouldBe(SessionState.SignedOut);
        (await rig.Client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.MissingBearer);
        rig.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Signing_out_with_a_refresh_token_alone_trades_it_first()
    {
        var rig = Rig.SignedOut();
        await rig.Client.SignInAsync(Rig.Tokens(refresh: true) with { AccessToken = null });
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Granted(ScriptedServer.Token(2), ScriptedServer.Token(2, 'R')));

        (await rig.Client.SignOutAsync()).Succeeded.ShouldBeTrue();

        rig.Server.All.Select(one => (one.Path, one.Token)).ShouldBe([("/auth/rotate", null), ("/auth/logout", ScriptedServer.Token(2))]);
    }

    [Fact]
    public async Task A_listener_may_sign_out_and_wait_for_it()
    {
        var rig = await Rig.SignedInAsync();
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Refusal("session-idle"));
        rig.Client.Ended += (_, _) => rig.Client.SignOutAsync().GetAwaiter().GetResult();

        (await rig.Client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.SessionIdle);

        rig.Client.State.ShouldBe(SessionState.SignedOut);
    }

    [Fact]
    public async Task Who_is_signed_out_by_another_process_is_told()
    {
        var store = new MemoryTokenStore();
        var rig = await Rig.SignedInAsync(options => options.Store = store);
        await store.WriteAsync(new SessionTokens(Rig.Tokens().DeviceId));

        (await rig.Client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.MissingBearer);

        rig.Told.ShouldBe(["ended missing-bearer"]);
        rig.Client.State.ShouldBe(SessionState.SignedOut);
        rig.Server.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_clients_of_one_store_exchange_once()
    {
        var store = new MemoryTokenStore();
        var rig = await Rig.ExpiredAsync(options => options.Store = store);
        var other = new SessionClient(new SessionClientOptions { Address = Rig.Home, Store = store }, new HttpMessageInvoker(rig.Server));
        await other.GetTokensAsync();
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Granted(ScriptedServer.Token(2)));
        var before = await other.GetTokensAsync();

        await Task.WhenAll(rig.Client.RefreshAsync(), other.RefreshAsync());

        rig.Server.Exchanges.ShouldBe(1);
        before.AccessToken.ShouldBe(ScriptedServer.Token(1));
        (await other.GetTokensAsync()).AccessToken.ShouldBe(ScriptedServer.Token(2));
    }

    [Fact]
    public async Task A_store_that_cannot_write_does_not_lose_the_successor_nor_bring_back_the_predecessor()
    {
        var store = new FailingStore();
        var rig = await Rig.SignedInAsync(options => options.Store = store);
        store.Fails = true;
        rig.Server.OnRefresh = _ => Task.FromResult(rig.Server.GrantNext());
        await rig.Client.RefreshAsync();
        await rig.Client.RefreshAsync();
        store.Fails = false;
        await rig.Client.RefreshAsync();

        rig.Server.All.Select(one => one.Token).ShouldBe([ScriptedServer.Token(1), ScriptedServer.Token(2), ScriptedServer.Token(3)]);
        (await store.ReadAsync())!.AccessToken.ShouldBe(ScriptedServer.Token(4));
    }

    [Fact]
    public async Task A_store_that_cannot_read_is_the_callers_to_hear_of()
    {
        var store = new FailingStore { Fails = true };
        var client = new SessionClient(new SessionClientOptions { Address = Rig.Home, Store = store });

        await Should.ThrowAsync<IOException>(async () => await client.GetTokensAsync());
    }

    [Fact]
    public void What_holds_tokens_shows_none()
    {
        var tokens = Rig.Tokens(refresh: true);

        $"{tokens} {SessionResult.Success(true, "S1.x")}".ShouldNotContain("token-");
        $"{tokens}".ShouldNotContain(tokens.DeviceId);
    }

    [Theory]
    [InlineData(null, "/auth", 30)]
    [InlineData("ftp://app.example", "/auth", 30)]
    [InlineData("https://user@app.example", "/auth", 30)]
    [InlineData("https://app.example", "auth", 30)]
    [InlineData("https://app.example", "/auth/", 30)]
    [InlineData("https://app.example", "/auth", 0)]
    public void An_option_out_of_bounds_is_refused_by_name(string? address, string prefix, int timeout)
    {
        var options = new SessionClientOptions
        {
            Address = address is null ? null : new Uri(address),
            Prefix = prefix,
            ExchangeTimeout = TimeSpan.FromSeconds(timeout),
        };

        Should.Throw<ArgumentException>(() => new SessionClient(options)).Message.ShouldContain("SessionClientOptions.");
    }

    private sealed class FailingStore : ITokenStore
    {
        private readonly MemoryTokenStore _inner = new();

        public bool Fails { get; set; }

        public ValueTask<SessionTokens?> ReadAsync(CancellationToken cancellationToken = default) => _inner.ReadAsync(cancellationToken);

        public ValueTask WriteAsync(SessionTokens tokens, CancellationToken cancellationToken = default) =>
            Fails ? throw new IOException("The disk is full.") : _inner.WriteAsync(tokens, cancellationToken);

        public ValueTask<IAsyncDisposable> LockAsync(CancellationToken cancellationToken = default) => _inner.LockAsync(cancellationToken);
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
