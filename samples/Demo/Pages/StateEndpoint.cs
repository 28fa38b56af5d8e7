using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Demo.Pages;

/// <summary>What the page shows of the row: the lineage, and the deadlines.</summary>
internal sealed record LineageState(
    string Sid, string Sub, uint Generation, uint Floor, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset RotatedAt,
    DateTimeOffset? SeenAt, DateTimeOffset IdleDeadline, DateTimeOffset Deadline, bool Held, string Holder, int Key, DateTimeOffset Now,
    int AccessLifetime);

/// <summary>Shows the row of the request's session.</summary>
internal static class StateEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, SessionService sessions, TimeProvider time)
    {
        if (await context.GetSessvmRowAsync() is not { } row)
        {
            return Results.Challenge();
        }

        var agent = row.Holder.Agent;
        return Results.Json(new LineageState(
            row.Id.ToString(), row.Subject, row.Access.Generation, row.Access.Floor, row.Access.IssuedAt, row.Access.ExpiresAt,
            row.Access.RotatedAt, row.SeenAt, row.IdleDeadline, row.Deadline, row.Held, $"{agent.Browser} {agent.Version} on {agent.System}",
            row.Access.KeyId, time.GetUtcNow(), (int)sessions.Options.AccessLifetime.TotalSeconds));
    }
}
