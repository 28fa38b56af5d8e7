namespace Sessvm.Client;

/// <summary>Why something was refused, and what goes with it. Holds no secret.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Code">The code as it came; of an unknown reason there is nothing else.</param>
public sealed record Refusal(RefusalReason Reason, string Code)
{
    /// <summary>The HTTP status of the answer, where one came.</summary>
    public int? Status { get; init; }

    /// <summary>For how long the server asks not to be asked again, where it said.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// How old credentials may be for this one action (RFC 9470), where that is why. A <see cref="RefusalReason.StepUpRequired"/>
    /// without it holds the whole session.
    /// </summary>
    public TimeSpan? MaxAge { get; init; }

    internal static Refusal Of(RefusalReason reason) => new(reason, reason.ToCode());

    internal static Refusal Of(string code) => new(RefusalReasons.Parse(code), code);
}
