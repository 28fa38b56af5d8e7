namespace Sessvm.Fingerprints;

/// <summary>
/// At how many points the adaptive policy asks for what. A change is worth more points the longer its attribute has held;
/// <c>docs/fingerprints.md</c> has the table. Checked by <see cref="FingerprintPolicy.CreateAdaptive"/>.
/// </summary>
public sealed record AdaptivePolicyOptions
{
    /// <summary>From how many points on fresh credentials are asked for.</summary>
    /// <value>50 by default; 1 to 1,000.</value>
    public int StepUpAt { get; init; } = 50;

    /// <summary>From how many points on a request is refused.</summary>
    /// <value>120 by default; <see cref="StepUpAt"/> to 1,000.</value>
    public int RefuseAt { get; init; } = 120;

    /// <summary>From how many points on the family is ended as well.</summary>
    /// <value>Never by default; else <see cref="RefuseAt"/> to 1,000.</value>
    public int? EndAt { get; init; }

    internal void Validate()
    {
        Between(nameof(StepUpAt), StepUpAt, 1);
        Between(nameof(RefuseAt), RefuseAt, StepUpAt);
        if (EndAt is { } end)
        {
            Between(nameof(EndAt), end, RefuseAt);
        }
    }

    private static void Between(string key, int value, int least)
    {
        const int Most = 1000;
        if (value < least || value > Most)
        {
            throw new ArgumentException($"{key} of the adaptive policy is {value}; allowed is {least} to {Most}.", key);
        }
    }
}
