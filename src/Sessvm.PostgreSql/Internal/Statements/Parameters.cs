using Npgsql;
using NpgsqlTypes;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Adds parameters with their types, so that nothing is looked up by reflection.</summary>
internal static class Parameters
{
    internal static void AddOne<T>(this NpgsqlParameterCollection parameters, NpgsqlDbType type, T value) =>
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });

    internal static void AddBytes(this NpgsqlParameterCollection parameters, byte[]? value) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea });

    internal static void AddArray<T>(this NpgsqlParameterCollection parameters, NpgsqlDbType type, T[] values) =>
        parameters.AddOne(NpgsqlDbType.Array | type, values);

    /// <summary>One value of each item, as an array.</summary>
    internal static void AddArray<TItem, T>(
        this NpgsqlParameterCollection parameters, NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, T> value)
    {
        var values = new T[items.Count];
        for (int place = 0; place < values.Length; place++)
        {
            values[place] = value(items[place]);
        }

        parameters.AddArray(type, values);
    }
}
