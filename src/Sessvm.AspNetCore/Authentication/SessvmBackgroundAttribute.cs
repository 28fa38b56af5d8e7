namespace Sessvm.AspNetCore;

/// <summary>Marks an endpoint that timers call and people do not: its requests do not extend the idle deadline (R6).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SessvmBackgroundAttribute : Attribute;
