namespace Sessvm.Tests.Shared.Demo;

/// <summary>Where things are: these tests start what was built beside them.</summary>
internal static class Repository
{
    /// <summary>The root, found by the solution in it.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The configuration that this assembly was built in, and the demo with it.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Artifacts { get; } =
        Environment.GetEnvironmentVariable("SESSVM_ARTIFACTS") is { Length: > 0 } set ? set : Path.Combine(Root, "artifacts");

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Sessvm.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Sessvm.slnx above {AppContext.BaseDirectory}.");
    }
}
