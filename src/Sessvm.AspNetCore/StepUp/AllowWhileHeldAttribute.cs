namespace Sessvm.AspNetCore;

/// <summary>
/// Marks an endpoint that goes on answering while its session is held: while it waits for fresh credentials (R4). Everything
/// else is refused with <c>step-up-required</c> until then. Nobody can tell the owner of such a session from a thief, so
/// what stands here should harm nobody. WebSockets are never opened.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AllowWhileHeldAttribute : Attribute;
