using System.Diagnostics.CodeAnalysis;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>What became of a ticket.</summary>
/// <param name="Reason">Why it was refused: <see cref="SessionReason.InvalidTicket"/>, <see cref="SessionReason.RateLimited"/> where the ring of 16 is full, or what the row says.</param>
/// <param name="Row">The row of the session that it opens.</param>
public sealed record RedeemResult(SessionReason Reason, SessionRow? Row)
{
    /// <summary>Whether the ticket was good, and is now used.</summary>
    [MemberNotNullWhen(true, nameof(Row))]
    public bool Succeeded => Row is not null;
}
