using Sessvm.Events;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.Sockets;

namespace Sessvm.AspNetCore.Tests;

/// <summary>A session that is held goes on where the application says so, and is freed by fresh credentials.</summary>
public sealed class HeldTests
{
    [Fact]
    public async Task A_held_session_is_refused_everywhere_but_where_it_is_allowed()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);

        var refused = await owner.GetAsync("/me");
        refused.ShouldBe(401, "step-up-required");
        refused.One("WWW-Authenticate").ShouldBe(StepUpApp.Held);
        (await owner.GetAsync("/danger/basket")).One("WWW-Authenticate").ShouldBe(StepUpApp.Held); // allowed, but never fresh
        (await owner.GetAsync("/auth/sessions")).ShouldBe(401, "step-up-required");
        (await owner.PostAsync("/auth/ticket")).ShouldBe(401, "step-up-required");
        (await owner.PostAsync("/auth/sessions/revoke-others")).ShouldBe(401, "step-up-required");
        (await owner.GetAsync("/auth/verify")).ShouldBe(401, "step-up-required");
        (await owner.PostAsync("/auth/refresh")).ShouldBe(401, "step-up-required");
        (await owner.GetAsync("/open")).Body.ShouldBe("nobody");

        (await owner.GetAsync("/basket")).Body.ShouldBe("held");
        (await owner.PostAsync("/basket")).Body.ShouldBe("held");
        var session = await owner.GetAsync("/auth/session");
        session.ShouldBe(200);
        session.Json.GetProperty("held").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_allowed_still_needs_the_csrf_token()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        (await owner.SendAsync(HttpMethod.Post, "/basket", null)).ShouldBe(403, "missing-csrf-header");
        (await owner.SendAsync(HttpMethod.Post, "/step-up", Browser.Json("""{"password":"right"}"""))).ShouldBe(403, "missing-csrf-header");
    }

    [Fact]
    public async Task A_step_up_frees_it_and_shuts_the_other_one_out()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        var thief = await StepUpApp.HoldAsync(app, owner);
        var wrong = await owner.StepUpAsync("wrong");
        wrong.ShouldBe(403, "bad-credentials");
        wrong.Json.GetProperty("held").GetBoolean().ShouldBeTrue();
        (await owner.GetAsync("/me")).ShouldBe(401, "step-up-required");

        (await owner.StepUpAsync()).ShouldBe(200);

        (await owner.GetAsync("/me")).ShouldBe(200);
        (await owner.GetAsync("/danger")).ShouldBe(200);
        (await owner.GetAsync("/basket")).Body.ShouldBe("free");
        app.Events.OfType<SessionRenewed>().Count().ShouldBe(1);
        (await thief.StepUpAsync()).ShouldBe(401, "access-expired"); // the old token opens nothing, whatever is known of the password
        (await thief.PostAsync("/auth/refresh")).ShouldBe(401, "replay-detected"); // and from elsewhere it is a copy (row 9)
    }

    [Fact]
    public async Task A_step_up_takes_a_token_that_expired_while_it_was_held()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        app.Time.Advance(TimeSpan.FromMinutes(20));
        (await owner.GetAsync("/basket")).ShouldBe(401, "access-expired");
        (await owner.NavigateAsync("/basket")).ShouldBe(401, "step-up-required"); // an exchange is tried, and gives nothing
        (await owner.GetAsync("/auth/session")).ShouldBe(401, "access-expired");
        (await owner.PostAsync("/auth/refresh")).ShouldBe(401, "step-up-required");

        (await owner.StepUpAsync()).ShouldBe(200);

        (await owner.GetAsync("/basket")).Body.ShouldBe("free");
    }

    [Fact]
    public async Task A_step_up_takes_an_expired_token_of_no_other_session()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.StepUpAsync()).ShouldBe(401, "access-expired"); // nothing is held: refresh first
        (await app.Browser().StepUpAsync()).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task A_policy_that_asks_for_more_at_an_exchange_is_satisfied_by_a_step_up()
    {
        await using var app = await StepUpApp.CookieAsync();
        var browser = app.Browser();
        await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""), "Accept-Language: en-GB");
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh", null, "Accept-Language: fr")).ShouldBe(401, "step-up-required");
        (await browser.GetAsync("/me", "Accept-Language: fr")).ShouldBe(401, "access-expired");

        (await browser.StepUpAsync("right", "Accept-Language: fr")).ShouldBe(200);

        (await browser.GetAsync("/me", "Accept-Language: fr")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.PostAsync("/auth/refresh", null, "Accept-Language: fr")).ShouldBe(200); // it is known now
    }

    [Fact]
    public async Task Somebody_whom_the_policy_refuses_is_not_served_by_a_held_session_either()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        var third = owner.Copy("curl/8.5.0"); // with the newest token
        (await third.GetAsync("/basket")).ShouldBe(401, "step-up-required");
        (await third.StepUpAsync()).ShouldBe(401, "step-up-required");
        (await third.GetAsync("/auth/session")).ShouldBe(401, "step-up-required");
    }

    [Fact]
    public async Task Signing_in_again_frees_it_and_the_session_goes_on()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        string sid = (await owner.GetAsync("/auth/session")).Text("sid")!;
        app.Time.Advance(TimeSpan.FromMinutes(20)); // also when the token has expired
        (await owner.LoginAsync()).GetProperty("sid").GetString().ShouldBe(sid);
        (await owner.GetAsync("/me")).ShouldBe(200);
        app.Events.OfType<SessionEnded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_there_ends_it()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        await owner.LoginAsync("bob");
        (await owner.GetAsync("/me")).Text("sub").ShouldBe("bob");
        app.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.SignedOut);
    }

    [Fact]
    public async Task Signing_out_works_while_held()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        (await owner.PostAsync("/auth/logout")).ShouldBe(204);
        app.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.SignedOut);
    }

    [Fact]
    public async Task Bearer_clients_step_up_too_with_an_expired_token()
    {
        await using var app = await StepUpApp.BearerAsync();
        var owner = app.Browser();
        string first = (await owner.LoginAsync()).GetProperty("atk").GetString()!;
        app.Time.Advance(TimeSpan.FromMinutes(16));
        string[] now = [$"Authorization: Bearer {first}"];
        string next = (await owner.PostAsync("/auth/refresh", null, now)).Text("atk")!;
        var thief = owner.Copy(Browser.Firefox);
        (await thief.PostAsync("/auth/refresh", null, now)).ShouldBe(401, "step-up-required");
        now = [$"Authorization: Bearer {next}"];
        (await owner.GetAsync("/me", now)).ShouldBe(401, "step-up-required");
        (await owner.GetAsync("/basket", now)).Body.ShouldBe("held");
        app.Time.Advance(TimeSpan.FromMinutes(16));

        var done = await owner.StepUpAsync("right", now);

        done.ShouldBe(200);
        (await owner.GetAsync("/me", $"Authorization: Bearer {done.Text("atk")}")).ShouldBe(200);
        (await owner.GetAsync("/me", now)).ShouldBe(401, "access-expired");
    }

    [Fact]
    public async Task No_socket_opens_while_held_and_one_does_after_the_step_up()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await owner.LoginAsync();
        string origin = owner.Address.GetLeftPart(UriPartial.Authority);
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var thief = owner.Copy(Browser.Firefox);
        (await owner.PostAsync("/auth/refresh")).ShouldBe(200);
        string ticket = (await owner.PostAsync("/auth/ticket", null, $"Origin: {origin}")).Text("tkt")!; // from before the hold

        // The ticket was given, and so the successor seen: what holds the session is the row.
        var row = (await app.Sessions.ListAsync("alice"))[0];
        await app.Sessions.FlushAsync();
        row = (await app.Sessions.FindAsync(row.Id))!;
        await app.Store.UpdateAsync(row with { Held = true, Version = row.Version.Next() }, row.Version, default);

        (await RefusalAsync(new Browser(owner.Address, owner.Agent), origin, $"sessvm.tkt.{ticket}", $"sessvm.did.{owner.Device}")).ShouldBe(401);
        (await RefusalAsync(owner, origin)).ShouldBe(401);
        (await owner.StepUpAsync()).ShouldBe(200);
        using var socket = await OpenAsync(owner, origin);
        (await ReadAsync(socket)).ShouldBe("alice");
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_503_for_what_is_allowed_while_held()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        app.Store.Down = true;
        (await owner.GetAsync("/basket")).ShouldBe(503, "store-unavailable");
        (await owner.StepUpAsync()).ShouldBe(503, "store-unavailable");
        (await owner.GetAsync("/me")).ShouldBe(401, "step-up-required"); // the feed has told it
        app.Store.Down = false;
        (await owner.StepUpAsync()).ShouldBe(200);
    }

    [Fact]
    public async Task A_step_up_after_the_session_has_ended_says_so()
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Administrative);
        (await owner.StepUpAsync()).ShouldBe(401, "session-not-active");
    }

    [Fact]
    public async Task A_navigation_of_a_held_session_is_sent_to_the_login()
    {
        await using var app = await StepUpApp.CookieAsync("LoginPath=/login");
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        var away = await owner.NavigateAsync("/me");
        ((int)away.Status).ShouldBe(302);
        var back = await owner.SendAsync(HttpMethod.Post, away.One("Location")!, Browser.Json("""{"user":"alice"}"""), "Sec-Fetch-Mode: navigate");
        back.One("Location").ShouldBe("/me");
        (await owner.NavigateAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task Being_served_while_held_is_no_use_of_the_session() // R6
    {
        await using var app = await StepUpApp.CookieAsync();
        var owner = app.Browser();
        await StepUpApp.HoldAsync(app, owner);
        await app.Sessions.FlushAsync();
        int before = app.Store.Touches;
        app.Time.Advance(TimeSpan.FromMinutes(2));
        (await owner.GetAsync("/basket")).Body.ShouldBe("held");
        await app.Sessions.FlushAsync();
        app.Store.Touches.ShouldBe(before);
    }
}
