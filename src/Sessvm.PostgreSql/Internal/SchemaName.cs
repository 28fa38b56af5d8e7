namespace Sessvm.PostgreSql.Internal;

/// <summary>The schema's name stands in statements as it is, so it must be a plain identifier.</summary>
internal static class SchemaName
{
    internal const int Longest = 40;

    internal static void Check(string name)
    {
        bool isPlain = name is { Length: > 0 and <= Longest }
            && name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_')
            && !char.IsAsciiDigit(name[0])
            && !name.StartsWith("pg_", StringComparison.Ordinal);
        if (!isPlain)
        {
            throw new ArgumentException(
                $"Schema is '{name}'; allowed are 1 to {Longest} lower-case letters, digits and underscores, not beginning with a digit or with pg_.",
                "Schema");
        }
    }
}
