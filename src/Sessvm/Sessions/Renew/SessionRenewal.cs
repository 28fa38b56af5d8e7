using Sessvm.Events;
using Sessvm.Revocation;
using Sessvm.Stores;

namespace Sessvm.Sessions;

/// <summary>The renewal: a new generation that is also the new floor, told to every node before the client has it.</summary>
internal sealed class SessionRenewal(SessionContext context, SessionEnding ending)
{
    private readonly RowReader _rows = new(context, ending);

    public async ValueTask<RenewResult> RunAsync(RenewRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Fingerprint, nameof(request));
        if (request.Change is { } change)
        {
            SessionBounds.Check(change);
        }

        for (var attempts = new Attempts("renew"); ; attempts.Next())
        {
            // R5: a floor that the store has lost is raised first, so that the new one is above it on every node.
            var row = await _rows.ReadAsync(request.Session, cancellationToken).ConfigureAwait(false);
            var now = context.Now;
            var reason = Refusal(row, now);
            if (row is null || reason != SessionReason.None)
            {
                SessionMetrics.Refused("renew", reason);
                return new RenewResult(reason, null);
            }

            var next = Next(row, request, now);
            if (await context.Store.UpdateAsync(next, row.Version, cancellationToken).ConfigureAwait(false) != UpdateOutcome.Updated)
            {
                continue;
            }

            // R7: renewals are broadcast like ends, so that older tokens are refused on every node.
            // Without fresh credentials a hold goes on, over the new generation too (R4).
            uint below = next.Held ? next.Access.Floor + 1 : next.Access.Floor;
            await context.TellAsync(new RevocationNotice(row.Id, below, now, Reason: null) { IsHold = next.Held }).ConfigureAwait(false);
            context.Events.Emit(new SessionRenewed(now, row.Id, row.Subject, next.Access.Generation));
            return new RenewResult(SessionReason.None, context.Mint.Grant(next, now));
        }
    }

    private SessionReason Refusal(SessionRow? row, DateTimeOffset now) =>
        RowStanding.Of(row, now) is var reason and not SessionReason.None ? reason
        : context.Refusals.Refuses(row!.Id, uint.MaxValue - 1) ? SessionReason.SessionNotActive // R5
        : !context.Keys.TryFind(row.Device.KeyId, now, out _) ? SessionReason.InvalidAccessToken // its key has been retired
        : SessionReason.None;

    private SessionRow Next(SessionRow row, RenewRequest request, DateTimeOffset now)
    {
        var options = context.Options;
        uint generation = Math.Max(row.Access.Generation, request.HeldGeneration) + 1;
        if (context.Refusals.TryFind(row.Id, out var notice)) // R5: above a floor that the store has lost, or nobody would take the token
        {
            generation = Math.Max(generation, notice.RefuseBelow + 1);
        }

        // Only the stored hash of the device id is at hand, so the tokens stay under its key until the next exchange.
        byte key = row.Device.KeyId;
        var renewed = row with
        {
            AuthenticatedAt = request.FreshCredentials ? now : row.AuthenticatedAt,
            Held = row.Held && !request.FreshCredentials,
            Holder = Holder.Of(request.Fingerprint),
            Fingerprint = request.Fingerprint,
            Habits = request.FreshCredentials // whose fingerprint it is, fresh credentials prove
                ? context.Policy.Confirm(row.Habits, row.Fingerprint, request.Fingerprint, now)
                : context.Policy.Learn(row.Habits, row.Fingerprint, request.Fingerprint, now),
            LastSeenAt = now > row.LastSeenAt ? now : row.LastSeenAt,
            SeenAt = null,
            Access = new Lineage(generation, generation, now, now, Stamp.Lifetime(row, options.AccessLifetime, false, now), key),
            Version = row.Version.Next(),
        };
        if (row.Refresh is { } refresh)
        {
            uint next = refresh.Tokens.Generation + 1;
            renewed = renewed with
            {
                Refresh = new RefreshLineage(
                    new Lineage(next, next, now, now, Stamp.Lifetime(row, options.RefreshLifetime, false, now), key), generation),
            };
        }

        return request.Change?.ApplyTo(renewed) ?? renewed;
    }
}
