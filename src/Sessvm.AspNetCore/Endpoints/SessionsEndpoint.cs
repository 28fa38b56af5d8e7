using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>The subject's own sessions: <c>GET /auth/sessions</c>, <c>DELETE /auth/sessions/{handle}</c>, <c>POST /auth/sessions/revoke-others</c>.</summary>
internal static class SessionsEndpoint
{
    /// <summary>The entry of the data bag in which an application may keep a device's name, as a JSON string.</summary>
    private const string DeviceName = "device";

    public static async Task ListAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler) is not { } session)
        {
            return;
        }

        var rows = await handler.Parts.Service.ListAsync(session.Subject, context.RequestAborted);
        await Answers.WriteAsync(
            context,
            StatusCodes.Status200OK,
            new SessionsAnswer(true, [.. rows.Select(row => EntryOf(row, session.Id))]),
            SessvmJson.Default.SessionsAnswer);
    }

    public static async Task DeleteAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler) is not { } session)
        {
            return;
        }

        var service = handler.Parts.Service;
        var row = SessionId.TryParse(context.Request.RouteValues["handle"] as string, out var id)
            ? await service.FindAsync(id, context.RequestAborted)
            : null;

        // Somebody else's answers as one that is not there: a handle tells nothing about whom it belongs to.
        if (row is null || row.Subject != session.Subject || !row.IsLive(handler.Parts.Now))
        {
            await Answers.ProblemAsync(context, StatusCodes.Status404NotFound, "You have no such session.");
            return;
        }

        await service.EndAsync(EndTarget.One(id), EndReason.Revoked, context.RequestAborted);
        if (id == session.Id)
        {
            CookieWriter.Clear(context, handler.Parts);
        }

        await Answers.EmptyAsync(context);
    }

    public static async Task RevokeOthersAsync(HttpContext context, SessvmHandler handler)
    {
        if (await EndpointCall.SignedInAsync(handler) is not { } session)
        {
            return;
        }

        var ended = await handler.Parts.Service.EndAsync(
            EndTarget.OfSubject(session.Subject, session.Id), EndReason.Revoked, context.RequestAborted);
        await Answers.WriteAsync(context, StatusCodes.Status200OK, new RevokeAnswer(true, ended.Count), SessvmJson.Default.RevokeAnswer);
    }

    private static SessionEntry EntryOf(SessionRow row, SessionId current)
    {
        var agent = row.Fingerprint.Agent;
        return new SessionEntry(
            row.Id.ToString(),
            row.Id == current,
            NameOf(row),
            agent.Version > 0 ? $"{agent.Browser} {agent.Version}" : agent.Browser,
            agent.System,
            ClassOf(row.Fingerprint.Device),
            row.Fingerprint.Network,
            row.CreatedAt,
            row.LastSeenAt,
            row.LapsesAt,
            row.Family.ToString());
    }

    private static string ClassOf(DeviceClass device) => device switch
    {
        DeviceClass.Desktop => "desktop",
        DeviceClass.Phone => "phone",
        DeviceClass.Tablet => "tablet",
        DeviceClass.Tv => "tv",
        DeviceClass.Bot => "bot",
        _ => "other",
    };

    private static string? NameOf(SessionRow row)
    {
        foreach (var datum in row.Data)
        {
            if (datum.Name == DeviceName)
            {
                var reader = new Utf8JsonReader(datum.Json.Span);
                return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }

        return null;
    }
}
