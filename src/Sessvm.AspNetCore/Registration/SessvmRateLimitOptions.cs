namespace Sessvm.AspNetCore;

/// <summary>How many refused exchanges and tickets are answered, per session and per address prefix. Accepted ones do not count.</summary>
public sealed class SessvmRateLimitOptions
{
    /// <summary>How many in a window.</summary>
    /// <value>10 by default; 1 to 1,000.</value>
    public int Limit { get; set; } = 10;

    /// <summary>How long a window is; it slides.</summary>
    /// <value>10 seconds by default; 1 second to 1 hour.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);
}
