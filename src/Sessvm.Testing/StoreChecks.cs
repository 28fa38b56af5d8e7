using System.Reflection;
using Sessvm.Stores;

namespace Sessvm.Testing;

/// <summary>All that must hold of a store. Each check wants a new, empty one.</summary>
public static class StoreChecks
{
    private static readonly Dictionary<string, StoreCheck> Known = new[]
    {
        typeof(Checks.AddChecks),
        typeof(Checks.CapChecks),
        typeof(Checks.FindChecks),
        typeof(Checks.UpdateChecks),
        typeof(Checks.EndChecks),
        typeof(Checks.TouchChecks),
        typeof(Checks.ListChecks),
        typeof(Checks.BrowseChecks),
        typeof(Checks.PurgeChecks),
        typeof(Checks.RaceChecks),
        typeof(Checks.CancellationChecks),
    }
        .SelectMany(static group => group.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(static method => method.ReturnType == typeof(Task) && method.IsAssembly)
        .Select(static method => new StoreCheck(method.Name, method.CreateDelegate<Func<ISessionStore, Task>>()))
        .ToDictionary(static check => check.Name);

    /// <summary>The checks.</summary>
    public static IReadOnlyCollection<StoreCheck> All => Known.Values;

    /// <summary>The check of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static StoreCheck Named(string name) => Known[name];
}
