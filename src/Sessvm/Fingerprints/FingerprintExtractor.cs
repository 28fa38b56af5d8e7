using System.Net;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fingerprints;

/// <summary>Reduces a request to its <see cref="Fingerprint"/>. Made once and shared: safe for concurrent use.</summary>
public sealed class FingerprintExtractor
{
    private const int CachedAgents = 1024;
    private const int CachedLanguages = 256;

    private readonly FingerprintOptions _options;
    private readonly IAutonomousSystems? _systems;
    private readonly BoundedCache<string, AgentReading> _byText = new(CachedAgents);
    private readonly BoundedCache<Agent, Agent> _agents = new(CachedAgents);
    private readonly BoundedCache<string, string> _languages = new(CachedLanguages);

    /// <summary>Makes an extractor.</summary>
    /// <param name="options">What is read, and how coarsely.</param>
    /// <param name="systems">Where the autonomous system is looked up; only what the transport knows counts, where <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">A value of the options is not allowed.</exception>
    public FingerprintExtractor(FingerprintOptions options, IAutonomousSystems? systems = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _systems = systems;
    }

    /// <summary>Reads what the options ask for. What is absent or makes no sense is unknown; nothing throws.</summary>
    /// <param name="traits">What the transport knows of the request. None of it is kept in the result (R9).</param>
    public Fingerprint Extract(in RequestTraits traits)
    {
        AgentReading reading = Read(traits);
        return new Fingerprint(
            reading.Agent,
            _options.Language ? ReadLanguage(traits.AcceptLanguage) : null,
            _options.Network ? NetworkPrefix.Of(traits.Address, _options.IPv4Prefix, _options.IPv6Prefix) : null,
            _options.Tls && traits.Tls is { Length: > 0 and <= TlsFingerprint.MaxComparable } tls ? tls : null)
        {
            AutonomousSystem = _options.AutonomousSystem ? traits.AutonomousSystem ?? Find(traits.Address) : null,
            Custom = CustomAttribute.SumOf(traits.Custom),
            Device = _options.Device ? ClientHintReading.Complete(reading.Device, traits.Hints) : DeviceClass.Other,
        };
    }

    /// <summary>
    /// Reads the browser and system. A repeated text costs one lookup and no allocation, and equal agents are the same
    /// instance as long as they are remembered.
    /// </summary>
    /// <param name="userAgent">
    /// The <c>User-Agent</c> header. Of more than 512 characters only the first 512 are read, and the text is not remembered.
    /// </param>
    public Agent ReadAgent(string? userAgent) => Read(userAgent).Agent;

    /// <summary>The same, with the text that is remembered; none where client hints had to stand in.</summary>
    internal AgentReading Read(in RequestTraits traits)
    {
        AgentReading reading = Read(traits.UserAgent);
        if (traits.Hints.IsEmpty || !IsIncomplete(reading.Agent))
        {
            return reading;
        }

        Agent whole = ClientHintReading.Complete(reading.Agent, traits.Hints);
        return ReferenceEquals(whole, reading.Agent) ? reading : new AgentReading(null, Known(_options.Reduce(whole)), reading.Device);
    }

    private AgentReading Read(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent))
        {
            return AgentReading.Unknown;
        }

        return userAgent.Length > UserAgentParser.MaxLength
            ? Parse(userAgent, null)
            : _byText.Find(userAgent) ?? Remember(userAgent);
    }

    private AgentReading Remember(string userAgent)
    {
        AgentReading reading = Parse(userAgent, userAgent);
        _byText.Add(userAgent, reading);
        return reading;
    }

    private AgentReading Parse(string userAgent, string? remembered)
    {
        Agent agent = UserAgentParser.Parse(userAgent, out DeviceClass device);
        return new AgentReading(remembered, Known(_options.Reduce(agent)), device);
    }

    private string? ReadLanguage(string? header)
    {
        if (header is null || header.Length > AcceptLanguageParser.MaxLength)
        {
            return AcceptLanguageParser.Parse(header);
        }

        if (_languages.Find(header) is { } known)
        {
            return known;
        }

        string? language = AcceptLanguageParser.Parse(header);
        if (language is not null)
        {
            _languages.Add(header, language);
        }

        return language;
    }

    private Agent Known(Agent read)
    {
        if (_agents.Find(read) is { } known)
        {
            return known;
        }

        _agents.Add(read, read);
        return read;
    }

    private bool IsIncomplete(Agent agent) =>
        (_options.Browser && agent.Browser == BrowserFamily.Unknown) || (_options.System && agent.System == SystemFamily.Unknown);

    private uint? Find(IPAddress? address)
    {
        if (_systems is null || address is null)
        {
            return null;
        }

        ReadOnlySpan<byte> plain = ClientAddress.Unwrap(address, stackalloc byte[16]);
        bool wrapped = plain.Length == 4 && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        return _systems.Find(wrapped ? new IPAddress(plain) : address);
    }
}
