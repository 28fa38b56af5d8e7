using System.Text.Json.Serialization;

namespace Sessvm.AspNetCore;

/// <summary>The body of a refresh.</summary>
internal sealed record RefreshBody([property: JsonPropertyName("did")] string? Device);

/// <summary>The body of a rotation.</summary>
internal sealed record RotateBody([property: JsonPropertyName("rtk")] string? RefreshToken, [property: JsonPropertyName("did")] string? Device)
{
    public override string ToString() => nameof(RotateBody); // R9
}

/// <summary>A plain refusal.</summary>
internal sealed record RefusalAnswer([property: JsonPropertyName("rsn")] string Reason)
{
    [JsonPropertyName("ok"), JsonPropertyOrder(-1)]
    public bool Ok => false;
}

/// <summary>What a refresh answers.</summary>
internal sealed record RefreshAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("refreshed")] bool Refreshed,
    [property: JsonPropertyName("atk")] string? AccessToken,
    [property: JsonPropertyName("sid")] string? Session)
{
    [JsonPropertyName("csrf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Csrf { get; init; }

    // Seconds that the token has left: a span, since the client's clock may be wrong.
    [JsonPropertyName("ttl"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SecondsLeft { get; init; }

    [JsonPropertyName("rsn"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public override string ToString() => nameof(RefreshAnswer); // R9
}

/// <summary>What a rotation answers.</summary>
internal sealed record RotateAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("refreshed")] bool Refreshed,
    [property: JsonPropertyName("atk")] string? AccessToken,
    [property: JsonPropertyName("rtk")] string? RefreshToken,
    [property: JsonPropertyName("sid")] string? Session)
{
    [JsonPropertyName("rsn"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    public override string ToString() => nameof(RotateAnswer); // R9
}

/// <summary>The current session.</summary>
internal sealed record SessionAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("sid")] string Session,
    [property: JsonPropertyName("sub")] string Subject,
    [property: JsonPropertyName("scp")] IReadOnlyList<string> Scopes,
    [property: JsonPropertyName("csrf")] string Csrf,
    [property: JsonPropertyName("issued")] DateTimeOffset Issued,
    [property: JsonPropertyName("expires")] DateTimeOffset Expires,
    [property: JsonPropertyName("deadline")] DateTimeOffset Deadline,
    [property: JsonPropertyName("idle")] DateTimeOffset Idle,
    [property: JsonPropertyName("generation")] uint Generation,
    [property: JsonPropertyName("held")] bool Held,
    [property: JsonPropertyName("authenticated")] DateTimeOffset Authenticated)
{
    public override string ToString() => nameof(SessionAnswer); // R9
}

/// <summary>The subject's sessions.</summary>
internal sealed record SessionsAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("sessions")] IReadOnlyList<SessionEntry> Sessions);

/// <summary>One of the subject's sessions.</summary>
internal sealed record SessionEntry(
    [property: JsonPropertyName("sid")] string Session,
    [property: JsonPropertyName("current")] bool Current,
    [property: JsonPropertyName("device")] string? Device,
    [property: JsonPropertyName("browser")] string Browser,
    [property: JsonPropertyName("system")] string System,
    [property: JsonPropertyName("class")] string Class,
    [property: JsonPropertyName("network")] string? Network,
    [property: JsonPropertyName("created")] DateTimeOffset Created,
    [property: JsonPropertyName("seen")] DateTimeOffset Seen,
    [property: JsonPropertyName("expires")] DateTimeOffset Expires,
    [property: JsonPropertyName("family")] string Family);

/// <summary>A ticket.</summary>
internal sealed record TicketAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("tkt")] string Ticket,
    [property: JsonPropertyName("expires")] DateTimeOffset Expires)
{
    public override string ToString() => nameof(TicketAnswer); // R9
}

/// <summary>How many sessions were ended.</summary>
internal sealed record RevokeAnswer(
    [property: JsonPropertyName("ok")] bool Ok,
    [property: JsonPropertyName("ended")] int Ended);
