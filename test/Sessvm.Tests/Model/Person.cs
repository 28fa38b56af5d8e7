using Sessvm.Fingerprints;
using Sessvm.Tests.Sessions;

namespace Sessvm.Tests.Model;

/// <summary>Somebody who presents tokens: what the server can see of them.</summary>
internal sealed record Person(bool IsThief, Guid Device, Agent Agent)
{
    public static readonly Person Owner = new(false, Bench.Device, new Agent("Chrome", 130, "Windows"));
    private static readonly Guid OtherDevice = Guid.Parse("0b0e9d3c-5f11-4c65-8a55-5b8f0b7f4a21");

    public Fingerprint Fingerprint => new(Agent, "en-GB");

    public RequestTraits Traits => new(
        Agent.Browser == "Firefox"
            ? $"Mozilla/5.0 (X11; Linux x86_64; rv:{Agent.Version}.0) Gecko/20100101 Firefox/{Agent.Version}.0"
            : $"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{Agent.Version}.0.0.0 Safari/537.36",
        "en-GB");

    public static Person ThiefOf(Settings settings) => new(
        true,
        settings.ThiefHasDevice ? Owner.Device : OtherDevice,
        settings.ThiefDiffers ? new Agent("Firefox", 131, "Linux") : Owner.Agent);

    /// <summary>Another browser or system, or an older version of the same: what R4 calls somebody else.</summary>
    public static bool Differ(Agent holder, Agent requester) =>
        holder.Browser != requester.Browser || holder.System != requester.System || requester.Version < holder.Version;
}
