namespace Sessvm.MaxMind;

/// <summary>Where the database of autonomous systems lies, and how often it is looked whether there is a new one.</summary>
public sealed record MaxMindOptions
{
    /// <summary>The file, in MaxMind's format (<c>.mmdb</c>): GeoLite2-ASN, or another with <c>autonomous_system_number</c>.</summary>
    /// <value>At most 512 MB. It is read into memory, so that it may be replaced, truncated or deleted at any time.</value>
    public required string Path { get; init; }

    /// <summary>How often it is looked whether the file has changed.</summary>
    /// <value>1 minute by default; 1 second to 1 day.</value>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is not allowed; the message names the key, the value and what is allowed.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Path))
        {
            throw new ArgumentException("MaxMindOptions.Path is empty; allowed is the path of an .mmdb file.", nameof(Path));
        }

        if (CheckInterval < TimeSpan.FromSeconds(1) || CheckInterval > TimeSpan.FromDays(1))
        {
            throw new ArgumentException(
                $"MaxMindOptions.CheckInterval is {CheckInterval}; allowed is 00:00:01 to 1.00:00:00.", nameof(CheckInterval));
        }
    }
}
