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

    /// <summary>Everybody's user: a name, and three scopes.</summary>
    protected static Claim[] Claims { get; } =
    [
        new(ClaimTypes.NameIdentifier, "5e9b5f0e-3c43-4b53-9c1c-0a3f0d5f6c11"),
        new("scope", "read"), new("scope", "write"), new("scope", "admin"),
    ];

    /// <summary>Registers it.</summary>
    public abstract void AddTo(WebApplicationBuilder builder);

    /// <summary>Adds what signs in, and what else it has.</summary>
    public virtual void MapTo(WebApplication app)
    {
    }

    /// <summary>Signs in as a client does.</summary>
    /// <returns>The headers that a signed-in client sends.</returns>
    public abstract Task<IReadOnlyList<string>> SignInAsync(HttpClient client);

    /// <summary>The cookies that an answer sets, as a browser sends them.</summary>
    protected static string CookieHeader(HttpResponseMessage answer) => "Cookie: " + string.Join(
        "; ", answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Select(static cookie => cookie.Split(';')[0]));
}
