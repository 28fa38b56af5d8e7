namespace Sessvm.Stores;

/// <summary>One entry of a session's data bag.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Json">The value, as UTF-8 JSON.</param>
public readonly record struct SessionDatum(string Name, ReadOnlyMemory<byte> Json);
