using Sessvm.Fingerprints;
using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Thefts;

/// <summary>A way to use a copied token: what the thief's requests say.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Assumption">What is assumed.</param>
/// <param name="Copy">What the thief sends, given what the owner sent when the token was copied.</param>
internal sealed record Theft(string Name, string Assumption, Func<Fingerprint, Chance, Fingerprint> Copy)
{
    private static readonly string[] Languages = ["ru-RU", "zh-CN", "vi-VN", "tr-TR", "id-ID", "ro-RO"];
    private static readonly string PythonTls = Engine.Form("python");
    private static readonly string CurlTls = Engine.Form("curl");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Theft> All { get; } =
    [
        new("plain script", "curl with the cookie and nothing else, from anywhere.",
            static (owner, chance) => Elsewhere(owner with { Agent = new("curl", 8, "Unknown"), Language = null, Tls = CurlTls }, chance)),
        new("script with copied headers", "Every header of the owner's browser, but the script's own TLS, from anywhere.",
            static (owner, chance) => Elsewhere(owner with { Tls = PythonTls }, chance)),
        new("script with copied headers, same network", "The same from the owner's own network: only TLS differs.",
            static (owner, _) => owner with { Tls = PythonTls }),
        new("other system", "The thief's own browser: the owner's family on another system, another language, from anywhere.",
            static (owner, chance) => Elsewhere(Newer(owner, chance) with { Language = chance.One(Languages) }, chance, OtherSystem(owner))),
        new("other browser", "The thief's own browser of another family on the same system, the owner's language, from anywhere.",
            static (owner, chance) => Elsewhere(OtherBrowser(owner, chance), chance)),
        new("same browser and system", "The thief's own browser, up to date or a version away, another language, from anywhere.",
            static (owner, chance) => Elsewhere(Newer(owner, chance) with { Language = chance.One(Languages) }, chance)),
        new("infostealer", "The same build of the browser with every header copied, but the thief's language, from anywhere.",
            static (owner, chance) => Elsewhere(owner with { Language = chance.One(Languages) }, chance)),
        new("colleague, other version", "The same network, language and system; the browser is one or two versions behind, or one ahead.",
            static (owner, chance) => Aged(owner, chance.One([-2, -1, 1]))),
        new("colleague, other browser", "The same network, language and system; a browser of another family.",
            static (owner, chance) => OtherBrowser(owner, chance)),
        new("perfect copy, elsewhere", "An anti-detection browser that copies everything, language and TLS included: only the place differs.",
            static (owner, chance) => Elsewhere(owner, chance)),
        new("perfect copy, same provider", "The same through a hired line of the owner's own provider: only the prefix differs.",
            static (owner, chance) => owner with { Network = Place.Of((int)(owner.AutonomousSystem ?? 0), 50_000 + chance.Below(10_000)).Network }),
        new("malware on the machine", "Uses the owner's own browser: nothing differs, and nothing could be noticed.",
            static (owner, _) => owner),
    ];

    private static Fingerprint Elsewhere(Fingerprint thief, Chance chance, string? system = null)
    {
        Place place = Place.Of(Systems.Anywhere(chance), chance.Below(1_000));
        return thief with
        {
            Network = place.Network,
            AutonomousSystem = place.System,
            Agent = system is null ? thief.Agent : thief.Agent with { System = system },
        };
    }

    // Two thirds run what the owner runs: both are up to date.
    private static Fingerprint Newer(Fingerprint owner, Chance chance) => Aged(owner, chance.Weighted((65.0, 0), (20, 1), (15, -1)));

    private static Fingerprint Aged(Fingerprint owner, int by)
    {
        Engine engine = EngineOf(owner.Agent);
        int release = engine.ReleaseOf(owner.Agent.Version);
        return owner with
        {
            Agent = owner.Agent with { Version = owner.Agent.Version + by },
            Tls = engine.Tls(release + by, 0),
        };
    }

    private static Fingerprint OtherBrowser(Fingerprint owner, Chance chance)
    {
        // On iOS all browsers have one TLS, and so have Chrome and Edge.
        (string browser, int version) = owner.Agent.Browser == "Chrome" ? chance.One<(string, int)>([("Firefox", 156), ("Edge", owner.Agent.Version)]) : ("Chrome", 155);
        Agent agent = owner.Agent with { Browser = browser, Version = version };
        Engine engine = EngineOf(agent);
        return owner with { Agent = agent, Tls = engine.Tls(engine.ReleaseOf(version), 0) };
    }

    private static Engine EngineOf(Agent agent) =>
        agent.System == "iOS" || agent.Browser == "Safari" ? Engine.WebKit : agent.Browser == "Firefox" ? Engine.Gecko : Engine.Chromium;

    private static string OtherSystem(Fingerprint owner) => owner.Agent.System switch
    {
        "Windows" => "macOS",
        "Android" => "iOS",
        "iOS" => "Android",
        _ => "Windows",
    };
}
