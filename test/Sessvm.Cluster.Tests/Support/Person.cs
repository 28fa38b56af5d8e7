using System.Net;

namespace Sessvm.Cluster.Tests;

/// <summary>Somebody who is signed in with a browser, and whose requests go wherever the test sends them.</summary>
internal sealed class Person : IDisposable, IAsyncDisposable
{
    private readonly Visitor _browser;

    private Person(Visitor browser, string session)
    {
        _browser = browser;
        Session = session;
    }

    /// <summary>The session's handle.</summary>
    public string Session { get; }

    /// <summary>The access token in the cookie jar.</summary>
    public string? Token => _browser.Cookie("atk");

    public string Device => _browser.Cookie("did")!;

    public string Cookies => _browser.CookieHeader!;

    public string Csrf => _browser.Cookie("csrf")!;

    public static async Task<Person> SignInAsync(Uri at, string user = "alice")
    {
        var browser = new Visitor(at);
        var answer = await browser.LoginAsync(user);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return new Person(browser, answer["sid"]!);
    }

    /// <summary>Presents a token that is in no cookie jar, or not any more.</summary>
    public static async Task<Answer> PresentAsync(Uri at, string token, string device)
    {
        using var bare = new Visitor(at, cookies: false);
        return await bare.GetAsync("/api/profile", $"Authorization: Bearer {token}", $"X-Session-Device: {device}");
    }

    /// <summary>Signs in once more in the same browser, as the same user.</summary>
    public async Task SignInAgainAsync(Uri at, string user = "alice")
    {
        var answer = await _browser.SendAsync(HttpMethod.Post, new Uri(at, "/login").AbsoluteUri, new { user, password = "sessvm" });
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer["sid"].ShouldBe(Session);
    }

    public async Task SignOutAsync(Uri at) =>
        (await _browser.PostAsync(new Uri(at, "/auth/logout").AbsoluteUri)).Status.ShouldBe(HttpStatusCode.NoContent);

    /// <summary>Asks for what only the signed-in get.</summary>
    public Task<Answer> ProfileAsync(Uri at) => _browser.GetAsync(new Uri(at, "/api/profile").AbsoluteUri);

    public Task<Answer> StateAsync(Uri at) => _browser.GetAsync(new Uri(at, "/demo/state").AbsoluteUri);

    public Task<Answer> RefreshAsync(Uri at) => _browser.PostAsync(new Uri(at, "/auth/refresh").AbsoluteUri);

    /// <summary>Ends a session of the same user from this one.</summary>
    public Task<Answer> RevokeAsync(Uri at, string session) =>
        _browser.SendAsync(HttpMethod.Delete, new Uri(at, $"/auth/sessions/{session}").AbsoluteUri, null, $"X-CSRF-Token: {Csrf}");

    /// <summary>As <see cref="ProfileAsync"/>, and it is there.</summary>
    public async Task IsInAsync(Uri at, string because)
    {
        var answer = await ProfileAsync(at);
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{because} {at} said {answer.Body}");
        answer["sid"].ShouldBe(Session);
    }

    /// <summary>As <see cref="RefreshAsync"/>, and it is answered.</summary>
    public async Task ExchangesAsync(Uri at)
    {
        var answer = await RefreshAsync(at);
        answer.Status.ShouldBe(HttpStatusCode.OK, $"{at} said {answer.Body}");
    }

    /// <summary>As <see cref="ProfileAsync"/>, and the session has ended.</summary>
    public async Task IsOutAsync(Uri at, string because)
    {
        var answer = await ProfileAsync(at);
        answer.Status.ShouldBe(HttpStatusCode.Unauthorized, $"{because} {at} said {answer.Body}");
        answer["rsn"].ShouldBe("session-not-active");
    }

    public void Dispose() => _browser.Dispose();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }
}
