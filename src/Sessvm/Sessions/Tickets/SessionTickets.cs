using System.Buffers.Binary;
using System.Security.Cryptography;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Tickets for WebSocket handshakes: minted without the store, used up by one update of the row.</summary>
internal sealed class SessionTickets(SessionContext context, SessionEnding ending)
{
    private const int Ring = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly SessionJudge _judge = new(context, ending);

    public TokenText Mint(AuthenticatedSession session, Guid device, string origin)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(origin);
        var now = context.Now;
        var keys = context.Keys.Signing(now);
        Span<byte> nonce = stackalloc byte[8];
        RandomNumberGenerator.Fill(nonce);
        return new TokenText(context.Tokens.MintTicket(new Ticket
        {
            Session = session.Id,
            Generation = session.Generation,
            IssuedAt = now,
            Lifetime = Lifetime,
            KeyId = keys.Id,
            DeviceTag = keys.DeviceTag(device),
            OriginTag = keys.OriginTag(origin),
            Nonce = BinaryPrimitives.ReadUInt64BigEndian(nonce),
        }));
    }

    public async ValueTask<RedeemResult> RedeemAsync(
        string text, Guid? device, string origin, Fingerprint fingerprint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(origin);
        ArgumentNullException.ThrowIfNull(fingerprint);
        if (context.Tokens.ReadTicket(text, context.Now, out var ticket) != TokenStatus.Ok || !Fits(ticket, device, origin, context.Now))
        {
            return Refused(SessionReason.InvalidTicket);
        }

        for (var attempts = new Attempts("ticket"); ; attempts.Next())
        {
            var row = await context.Store.FindAsync(ticket.Session, cancellationToken).ConfigureAwait(false);
            var now = context.Now;
            var reason = Refusal(row, ticket, now);
            if (row is not null && reason == SessionReason.None)
            {
                reason = await _judge.JudgeAsync(row, fingerprint, now).ConfigureAwait(false);
            }

            if (row is null || reason != SessionReason.None)
            {
                return Refused(reason);
            }

            RedeemedTicket[] used = [.. row.Tickets.Where(one => one.ExpiresAt > now)];
            if (Array.Exists(used, one => one.Nonce == ticket.Nonce))
            {
                return Refused(SessionReason.InvalidTicket);
            }

            if (used.Length == Ring)
            {
                return Refused(SessionReason.RateLimited);
            }

            var next = row with
            {
                Tickets = [.. used, new RedeemedTicket(ticket.Nonce, ticket.IssuedAt + ticket.Lifetime)],
                LastSeenAt = now > row.LastSeenAt ? now : row.LastSeenAt,
                Version = row.Version.Next(),
            };
            if (await context.Store.UpdateAsync(next, row.Version, cancellationToken).ConfigureAwait(false) == UpdateOutcome.Updated)
            {
                return new RedeemResult(SessionReason.None, next);
            }
        }
    }

    private bool Fits(in Ticket ticket, Guid? device, string origin, DateTimeOffset now) =>
        now < ticket.IssuedAt + ticket.Lifetime
        && context.Keys.TryFind(ticket.KeyId, now, out var keys)
        && (device is null || ConstantTime.Same(keys.DeviceTag(device.Value), ticket.DeviceTag))
        && ConstantTime.Same(keys.OriginTag(origin), ticket.OriginTag);

    private SessionReason Refusal(SessionRow? row, in Ticket ticket, DateTimeOffset now) =>
        RowStanding.Of(row, now) is var reason and not SessionReason.None ? reason
        : ticket.Generation < row!.Access.Floor ? SessionReason.Superseded
        : row.Held ? SessionReason.StepUpRequired // R4
        : context.Refusals.ReasonOf(row.Id, ticket.Generation); // R5

    private static RedeemResult Refused(SessionReason reason)
    {
        SessionMetrics.Refused("ticket", reason);
        return new(reason, null);
    }
}
