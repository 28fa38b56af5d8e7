using System.Text.Json.Serialization;

namespace Sessvm.AspNetCore;

/// <summary>The JSON of the wire, made at compile time.</summary>
[JsonSerializable(typeof(RefreshBody))]
[JsonSerializable(typeof(RotateBody))]
[JsonSerializable(typeof(RefusalAnswer))]
[JsonSerializable(typeof(RefreshAnswer))]
[JsonSerializable(typeof(RotateAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SessionsAnswer))]
[JsonSerializable(typeof(TicketAnswer))]
[JsonSerializable(typeof(RevokeAnswer))]
internal sealed partial class SessvmJson : JsonSerializerContext;
