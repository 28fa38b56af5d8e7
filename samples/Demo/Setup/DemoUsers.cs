namespace Sessvm.Demo.Setup;

/// <summary>The people of the demo. A real application asks its own user store.</summary>
internal static class DemoUsers
{
    private const string Password = "sessvm";

    private static readonly Dictionary<string, string[]> Scopes = new(StringComparer.Ordinal)
    {
        ["alice"] = ["read", "write", "admin"],
        ["bob"] = ["read", "write"],
        ["carol"] = ["read"],
    };

    /// <summary>The scopes of a user whose password is right; <see langword="null"/> for everybody else.</summary>
    public static string[]? Check(string? user, string? password) =>
        password == Password && user is not null && Scopes.TryGetValue(user, out var scopes) ? scopes : null;
}
