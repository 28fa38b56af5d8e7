namespace Sessvm.Sessions;

/// <summary>One claim of a session.</summary>
/// <param name="Type">The claim's type, as the application names it.</param>
/// <param name="Value">The claim's value.</param>
public readonly record struct SessionClaim(string Type, string Value);

/// <summary>One entry of a session's data bag.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="Json">The value, as UTF-8 JSON.</param>
public readonly record struct SessionDatum(string Name, ReadOnlyMemory<byte> Json);

/// <summary>A ticket that has been used.</summary>
/// <param name="Nonce">The ticket's nonce.</param>
/// <param name="ExpiresAt">When the ticket would have expired: its place in the ring is free after that.</param>
public readonly record struct RedeemedTicket(ulong Nonce, DateTimeOffset ExpiresAt);
