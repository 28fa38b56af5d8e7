namespace Sessvm.AspNetCore;

/// <summary>
/// Marks the endpoint that takes fresh credentials and finishes a step-up. A session that is held reaches it, also with a token
/// that has expired meanwhile, since no exchange gives it another.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SessvmStepUpAttribute : Attribute;
