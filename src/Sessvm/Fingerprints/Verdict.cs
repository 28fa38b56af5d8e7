using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fingerprints;

/// <summary>What a policy says of a request against the row. Goes to events, never to clients.</summary>
public sealed record Verdict
{
    private readonly string? _explanation;

    /// <summary>The policy's name: <c>strict</c>, <c>relaxed</c>, …</summary>
    public required string Mode { get; init; }

    /// <summary>What is to be done.</summary>
    public required VerdictAction Action { get; init; }

    /// <summary>The attributes that agree.</summary>
    public IReadOnlyList<string> Matched { get; init; } = [];

    /// <summary>The attributes that differ.</summary>
    public IReadOnlyList<string> Failed { get; init; } = [];

    /// <summary>The attributes of which one side knows nothing.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>The weight of what agrees.</summary>
    public int Score { get; init; }

    /// <summary>The weight that must agree.</summary>
    public int Need { get; init; }

    /// <summary>
    /// Why, in words for an operator: «TLS and system changed at once; TLS had held for 41 observations». It names
    /// attributes, not their values (R9); empty where nothing differs.
    /// </summary>
    /// <value>By default made of <see cref="Failed"/>, when it is asked for.</value>
    public string Explanation
    {
        get => _explanation ?? AttributeWords.Differ(Failed);
        init => _explanation = value;
    }
}

/// <summary>What is to be done with a request, mildest first.</summary>
public enum VerdictAction
{
    /// <summary>Go on.</summary>
    Accept,

    /// <summary>Go on after fresh credentials: <c>step-up-required</c>.</summary>
    StepUp,

    /// <summary>Refuse this request: <c>binding-mismatch</c>.</summary>
    Refuse,

    /// <summary>Refuse, and end the family.</summary>
    End,
}
