using System.Reflection;
using Sessvm.Sessions;

namespace Sessvm.Tests.Layout;

/// <summary>What the house style asks of every type.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Core = typeof(SessionService).Assembly;

    private static IEnumerable<Type> Types => Core.GetTypes().Where(type =>
        type.Namespace?.StartsWith("Sessvm", StringComparison.Ordinal) == true && !type.Name.Contains('<', StringComparison.Ordinal));

    [Fact]
    public void Classes_are_sealed_static_or_abstract() =>
        Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !type.IsSubclassOf(typeof(Attribute)))
            .Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_called_a_helper_or_a_manager() =>
        Types.Where(type => new[] { "Helper", "Manager", "Util", "Base" }.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)))
            .Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void What_is_awaited_says_Async_and_takes_a_cancellation_token_last()
    {
        var methods = Types.Where(type => type.IsPublic && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => IsTask(method.ReturnType) && method.Name != nameof(IAsyncDisposable.DisposeAsync));
        foreach (var method in methods)
        {
            method.Name.ShouldEndWith("Async");
            method.GetParameters().LastOrDefault()?.ParameterType.ShouldBe(typeof(CancellationToken), $"{method.DeclaringType}.{method.Name}");
        }
    }

    [Fact]
    public void The_store_port_has_at_most_eight_methods() =>
        typeof(Sessvm.Stores.ISessionStore).GetMethods().Length.ShouldBeLessThanOrEqualTo(8);

    private static bool IsTask(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));
}
