using Microsoft.AspNetCore.Builder;

namespace Sessvm.AspNetCore.Tests;

public sealed class BindingTests
{
    [Fact]
    public async Task An_endpoint_that_asks_for_it_takes_a_full_verdict_on_each_request()
    {
        await using var app = await AppAsync();
        var owner = app.Browser();
        await owner.LoginAsync();
        (await owner.GetAsync("/money")).ShouldBe(200);

        var thief = owner.Copy(Browser.Firefox);
        (await thief.GetAsync("/me")).ShouldBe(200); // Fingerprint:Check=Exchange looks only at exchanges …
        (await thief.GetAsync("/money")).ShouldBe(401, "binding-mismatch"); // … and here
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_is_503_there_and_nobody_is_an_ordinary_401()
    {
        await using var app = await AppAsync();
        var owner = app.Browser();
        await owner.LoginAsync();
        (await app.Browser().GetAsync("/money")).ShouldBe(401, "missing-bearer");
        app.Store.Down = true;
        (await owner.GetAsync("/me")).ShouldBe(200);
        (await owner.GetAsync("/money")).ShouldBe(503, "store-unavailable");
    }

    private static Task<TestApp> AppAsync() => TestApp.CookieAsync(
        null,
        web =>
        {
            web.MapSessvm();
            TestEndpoints.Map(web);
            web.MapGet("/money", static () => "here").RequireBinding();
        },
        "Fingerprint:Check=Exchange");
}
