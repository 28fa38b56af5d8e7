namespace Sessvm.Stores;

/// <summary>A ticket that has been used.</summary>
/// <param name="Nonce">The ticket's nonce.</param>
/// <param name="ExpiresAt">When the ticket would have expired: its place in the ring is free after that.</param>
public readonly record struct RedeemedTicket(ulong Nonce, DateTimeOffset ExpiresAt);
