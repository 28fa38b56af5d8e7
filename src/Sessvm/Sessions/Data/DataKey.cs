using System.Text.Json.Serialization.Metadata;

namespace Sessvm.Sessions;

/// <summary>Names an entry of the data bag, and how its value is written.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Name">The entry's name: 1 to 64 characters.</param>
/// <param name="Json">The serializer's contract, as source generation makes it: needs no reflection.</param>
public sealed record DataKey<T>(string Name, JsonTypeInfo<T> Json);

/// <summary>What became of a change to the data bag.</summary>
public enum DataOutcome
{
    /// <summary>Written.</summary>
    Changed,

    /// <summary>Data and claims would exceed 4 kB together: nothing was written.</summary>
    TooLarge,

    /// <summary>There is no such session, or it has ended.</summary>
    NotActive,
}
