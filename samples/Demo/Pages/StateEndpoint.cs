using Sessvm.Demo.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Demo.Pages;

/// <summary>What the page shows of the row: the lineage, the deadlines, and who is remembered.</summary>
internal sealed record LineageState(
    string Sid, string Sub, uint Generation, uint Floor, DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset RotatedAt,
    DateTimeOffset? SeenAt, DateTimeOffset IdleDeadline, DateTimeOffset Deadline, bool Held, string Holder, int Key, DateTimeOffset Now,
    int AccessLifetime, DateTimeOffset AuthenticatedAt, IReadOnlyList<Trait> Traits);

/// <summary>One thing that the server remembers of the device, and what this request says of it.</summary>
internal sealed record Trait(string Name, string? Remembered, string? Said);

/// <summary>Shows the row of the request's session.</summary>
internal static class StateEndpoint
{
    public static async Task<IResult> HandleAsync(HttpContext context, SessionService sessions, TimeProvider time)
    {
        if (await context.GetSessvmRowAsync() is not { } row)
        {
            return Results.Challenge();
        }

        return Results.Json(new LineageState(
            row.Id.ToString(), row.Subject, row.Access.Generation, row.Access.Floor, row.Access.IssuedAt, row.Access.ExpiresAt,
            row.Access.RotatedAt, row.SeenAt, row.IdleDeadline, row.Deadline, row.Held, PlainWords.Of(row.Holder.Agent),
            row.Access.KeyId, time.GetUtcNow(), (int)sessions.Options.AccessLifetime.TotalSeconds, row.AuthenticatedAt,
            Compare(row.Fingerprint, sessions.Fingerprints.Extract(new RequestTraits(
                context.Request.Headers.UserAgent, context.Request.Headers.AcceptLanguage, context.Connection.RemoteIpAddress)))));
    }

    private static Trait[] Compare(Fingerprint remembered, Fingerprint said) =>
    [
        new("Browser", PlainWords.Of(remembered.Agent), PlainWords.Of(said.Agent)),
        new("Language", remembered.Language, said.Language),
        new("Network", remembered.Network, said.Network),
    ];
}
