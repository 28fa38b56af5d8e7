using Sessvm.PostgreSql.Internal;

namespace Sessvm.PostgreSql;

/// <summary>The tables and functions, for those who make them themselves.</summary>
public static class PostgreSqlSchema
{
    /// <summary>
    /// The script that makes the schema, or brings an earlier one up to this version; the same that the store runs with
    /// <see cref="PostgreSqlStoreOptions.CreateSchema"/>. It may be run again, and by several at once.
    /// </summary>
    /// <param name="options"><see cref="PostgreSqlStoreOptions.Schema"/> and <see cref="PostgreSqlStoreOptions.Partitions"/>; the defaults for <see langword="null"/>. The rest is not looked at.</param>
    /// <returns>SQL, for <c>psql</c> or a migration.</returns>
    /// <exception cref="ArgumentException">The name of the schema is not allowed.</exception>
    public static string Script(PostgreSqlStoreOptions? options = null)
    {
        options ??= new PostgreSqlStoreOptions();
        SchemaName.Check(options.Schema);
        return $"BEGIN;\n{SchemaScript.Of(options.Schema, options.Partitions, SchemaSteps.All)}COMMIT;\n";
    }
}
