using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fingerprints;

/// <summary>Reduces a request to its <see cref="Fingerprint"/>. Made once and shared: safe for concurrent use.</summary>
public sealed class FingerprintExtractor
{
    private const int CachedAgents = 1024;

    private readonly FingerprintOptions _options;
    private readonly BoundedCache<string, AgentReading> _byText = new(CachedAgents);
    private readonly BoundedCache<Agent, Agent> _agents = new(CachedAgents);

    /// <summary>Makes an extractor.</summary>
    /// <param name="options">What is read, and how coarsely.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed.</exception>
    public FingerprintExtractor(FingerprintOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>Reads what the options ask for. What is absent or makes no sense is unknown; nothing throws.</summary>
    /// <param name="traits">What the transport knows of the request. None of it is kept in the result (R9).</param>
    public Fingerprint Extract(in RequestTraits traits) => new(
        ReadAgent(traits.UserAgent),
        _options.Language ? AcceptLanguageParser.Parse(traits.AcceptLanguage) : null,
        _options.Network ? NetworkPrefix.Of(traits.Address, _options.IPv4Prefix, _options.IPv6Prefix) : null,
        _options.Tls && traits.Tls is { Length: > 0 and <= TlsFingerprint.MaxComparable } tls ? tls : null);

    /// <summary>
    /// Reads the browser and system. A repeated text costs one lookup and no allocation, and equal agents are the same
    /// instance as long as they are remembered.
    /// </summary>
    /// <param name="userAgent">
    /// The <c>User-Agent</c> header. Of more than 512 characters only the first 512 are read, and the text is not remembered.
    /// </param>
    public Agent ReadAgent(string? userAgent) => Read(userAgent).Agent;

    /// <summary>The same, with the text that is remembered.</summary>
    internal AgentReading Read(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent))
        {
            return AgentReading.Unknown;
        }

        if (userAgent.Length > UserAgentParser.MaxLength)
        {
            Agent read = UserAgentParser.Parse(userAgent);
            return new AgentReading(null, _agents.Find(read) ?? read);
        }

        return _byText.Find(userAgent) ?? Remember(userAgent);
    }

    private AgentReading Remember(string userAgent)
    {
        Agent read = UserAgentParser.Parse(userAgent);
        Agent agent = _agents.Find(read) ?? read;
        if (ReferenceEquals(agent, read))
        {
            _agents.Add(agent, agent);
        }

        var reading = new AgentReading(userAgent, agent);
        _byText.Add(userAgent, reading);
        return reading;
    }
}
