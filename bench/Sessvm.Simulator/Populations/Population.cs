using Sessvm.Simulator.World;

namespace Sessvm.Simulator.Populations;

/// <summary>People who live alike. What is assumed of them is said in words, and stands beside the figures.</summary>
internal abstract class Population
{
    /// <summary>All of them. A new one is a class and a line here.</summary>
    public static IReadOnlyList<Population> All { get; } =
    [
        new OfficeWorkers(),
        new HomeDesktops(),
        new Commuters(),
        new Phones(),
        new RoamingPhones(),
        new Travellers(),
        new VpnUsers(),
        new OpenedTls(),
        new OpenedAtOffice(),
        new Bilinguals(),
        new DesktopPages(),
        new TwoBrowsers(),
        new DualStack(),
        new SharedAddresses(),
        new SystemUpgrades(),
        new FrozenBrowsers(),
        new AgentSwitchers(),
    ];

    /// <summary>Its name in the tables.</summary>
    public abstract string Name { get; }

    /// <summary>How many of a hundred people live so: the weight of it in the figure for all. The shares are added up, so they need not give a hundred.</summary>
    public abstract double Share { get; }

    /// <summary>What is assumed.</summary>
    public abstract string Assumption { get; }

    /// <summary>Lives one life.</summary>
    public abstract void Live(Diary diary);

    /// <summary>Of a hundred people, 55 have English, and the others one of six languages.</summary>
    protected static string Language(Chance chance) => chance.Weighted(
        (45.0, "en-US"), (10, "en-GB"), (12, "de-DE"), (9, "fr-FR"), (9, "es-ES"), (6, "pt-BR"), (5, "ja-JP"), (4, "pl-PL"));
}
