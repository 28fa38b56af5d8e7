using System.Security.Claims;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>A way to know who asks, in an application that is otherwise the same.</summary>
internal abstract class Contestant
{
    /// <summary>Its name, on the command line of the server.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in the results.</summary>
    public abstract string Title { get; }

    /// <summary>Whether the page asks for a signed-in user.</summary>
    public virtual bool Authorizes => true;

    /// <summary>One of many users: a UUID, and three scopes.</summary>
    protected static Claim[] Claims(int user) =>
    [
        new(ClaimTypes.NameIdentifier, Subject(user)),
        new("scope", "read"), new("scope", "write"), new("scope", "admin"),
    ];

    /// <summary>The subject of a user.</summary>
    protected static string Subject(int user) => new Guid(user, 0x3c43, 0x4b53, [0x9c, 0x1c, 0x0a, 0x3f, 0x0d, 0x5f, 0x6c, 0x11]).ToString();

    /// <summary>
    /// Whose users' requests it is sent in place of its own; <see langword="null"/> for its own. A header that differs from the last one
    /// on its connection costs the server a string, whoever reads it, so whoever is a limit must be sent the same headers.
    /// </summary>
    public virtual string? AskedLike => null;

    /// <summary>Registers it.</summary>
    public abstract void AddTo(WebApplicationBuilder builder);

    /// <summary>Adds what signs in, and what else it has.</summary>
    public virtual void MapTo(WebApplication app)
    {
    }

    /// <summary>Signs a user in as a client does.</summary>
    /// <returns>The headers that a signed-in client sends.</returns>
    public abstract Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user);

    /// <summary>The cookies that an answer sets, as a browser sends them.</summary>
    protected static string CookieHeader(HttpResponseMessage answer) => "Cookie: " + string.Join(
        "; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(static cookie => cookie.Split(';')[0]));
}
