using System.Reflection;

namespace Sessvm.PostgreSql.Internal;

/// <summary>The steps of the schema, oldest first: the scripts under <c>Schema/</c>. Each was released: add to them, never change one.</summary>
internal static class SchemaSteps
{
    internal static IReadOnlyList<SchemaStep> All { get; } = [new SchemaStep(Oldest: 1, Read(1))];

    private static string Read(int step)
    {
        Assembly assembly = typeof(SchemaSteps).Assembly;
        IEnumerable<string> scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"Schema/{step}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        return string.Join('\n', scripts.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }
}
