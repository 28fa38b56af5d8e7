using Sessvm.Events;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Starts sessions: a row is made, and added with the cap in one atomic step.</summary>
internal sealed class SessionStart(SessionContext context, SessionEnding ending)
{
    private readonly RowReader _rows = new(context, ending);

    public async ValueTask<StartResult> RunAsync(StartRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        SessionBounds.Check(request, context.Options);
        var now = context.Now;
        SessionRow? parent = null;
        if (request.Parent is { } parentId)
        {
            parent = await _rows.ReadAsync(parentId, cancellationToken).ConfigureAwait(false);
            if (Unfit(parent, request.Subject, now) is var reason and not SessionReason.None)
            {
                return new StartResult(reason, null, []);
            }
        }

        var keys = context.Keys.Signing(now);
        var row = NewRow(request, parent, keys, now);
        var terms = new AddTerms(
            context.Options.MaxSessionsPerSubject,
            context.Options.WhenFull,
            parent is null ? DeviceHashes(request.Device, keys, row.Device, now) : []);
        var added = await context.Store.AddAsync(row, terms, now, cancellationToken).ConfigureAwait(false);
        await ending.AnnounceAsync(added.Ended).ConfigureAwait(false);
        if (!added.Added)
        {
            SessionMetrics.Refused("start", SessionReason.TooManySessions);
            return new StartResult(SessionReason.TooManySessions, null, added.Live);
        }

        if (parent is not null && await OutlivedAsync(parent.Id, row).ConfigureAwait(false))
        {
            return new StartResult(SessionReason.SessionNotActive, null, []);
        }

        context.Seeds.Add(row, added.Ended);
        if (context.Events.AreHeard)
        {
            context.Events.Emit(new SessionStarted(now, row.Id, row.Subject, row.Family, row.Fingerprint.Agent));
        }

        return new StartResult(SessionReason.None, context.Mint.Grant(row, request.Device, now), []);
    }

    /// <summary>
    /// Whether the family ended between the first look at the parent and the adding of the child, so that the end missed
    /// it (R4). A later end finds the child in the store.
    /// </summary>
    private async ValueTask<bool> OutlivedAsync(SessionId parent, SessionRow child)
    {
        var now = await context.Store.FindAsync(parent, CancellationToken.None).ConfigureAwait(false);
        if (now?.End is not { } end)
        {
            return false;
        }

        await context.Store.EndAsync(EndTarget.One(child.Id), end, CancellationToken.None).ConfigureAwait(false); // nobody has heard of it
        return true;
    }

    private SessionRow NewRow(StartRequest request, SessionRow? parent, KeySet keys, DateTimeOffset now)
    {
        var id = SessionId.Create(request.Subject);
        var deadline = now + Whole(request.AbsoluteTimeout ?? context.Options.AbsoluteTimeout);
        deadline = parent is not null && parent.Deadline < deadline ? parent.Deadline : deadline; // R6
        return new SessionRow
        {
            Id = id,
            Family = parent?.Family ?? id,
            Subject = request.Subject,
            CreatedAt = now,
            AuthenticatedAt = parent?.AuthenticatedAt ?? now,
            Deadline = deadline,
            IdleTimeout = Whole(context.Options.IdleTimeout),
            Persistent = request.Persistent,
            Device = keys.HashDevice(request.Device),
            DeviceKey = request.DeviceKey,
            Access = First(deadline, context.Options.AccessLifetime, keys.Id, now),
            Refresh = request.WithRefreshToken ? new RefreshLineage(First(deadline, context.Options.RefreshLifetime, keys.Id, now), 1) : null,
            Holder = Holder.Of(request.Fingerprint),
            Scopes = request.Scopes,
            TokenClaims = request.TokenClaims,
            Claims = request.Claims,
            Fingerprint = request.Fingerprint,
            LastSeenAt = now,
            Version = RowVersion.First(),
        };
    }

    // Rows keep whole milliseconds.
    private static TimeSpan Whole(TimeSpan span) => new(span.Ticks - (span.Ticks % TimeSpan.TicksPerMillisecond));

    private Lineage First(DateTimeOffset deadline, TimeSpan most, byte keyId, DateTimeOffset now) =>
        new(1, 1, now, now, Stamp.Lifetime(deadline, now + context.Options.IdleTimeout, most, now), keyId);

    // A row keeps the device's hash under the key of its last exchange: each living key may be that one.
    private IReadOnlyList<KeyedHash> DeviceHashes(Guid device, KeySet signing, KeyedHash signed, DateTimeOffset now)
    {
        var living = context.Keys.Living(now);
        if (living.Count == 1)
        {
            return [signed];
        }

        return [.. living.Select(keys => keys.Id == signing.Id ? signed : keys.HashDevice(device))];
    }

    private static SessionReason Unfit(SessionRow? parent, string subject, DateTimeOffset now) =>
        parent?.Subject == subject ? RowStanding.Of(parent, now) : SessionReason.SessionNotFound;
}
