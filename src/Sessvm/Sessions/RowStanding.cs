using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>Whether a row is there and alive: what every operation asks first (rows 3 to 6 of the exchange's table).</summary>
internal static class RowStanding
{
    /// <summary><see cref="SessionReason.None"/> for a row that lives, else why it does not.</summary>
    public static SessionReason Of(SessionRow? row, DateTimeOffset now) => row switch
    {
        null => SessionReason.SessionNotFound,
        { End: not null } => SessionReason.SessionNotActive, // R5
        _ when now >= row.Deadline => SessionReason.SessionExpired, // R6
        _ when now >= row.IdleDeadline => SessionReason.SessionIdle, // R6
        _ => SessionReason.None,
    };
}
