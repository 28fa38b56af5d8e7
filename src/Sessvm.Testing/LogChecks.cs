using System.Reflection;
using Sessvm.Revocation;

namespace Sessvm.Testing;

/// <summary>All that must hold of a revocation log. Each check wants a new, empty one.</summary>
public static class LogChecks
{
    private static readonly Dictionary<string, LogCheck> Known = typeof(Checks.RevocationLogChecks)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(static method => method.ReturnType == typeof(Task) && method.IsAssembly)
        .Select(static method => new LogCheck(method.Name, method.CreateDelegate<Func<IRevocationLog, Task>>()))
        .ToDictionary(static check => check.Name);

    /// <summary>The checks.</summary>
    public static IReadOnlyCollection<LogCheck> All => Known.Values;

    /// <summary>The check of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static LogCheck Named(string name) => Known[name];
}
