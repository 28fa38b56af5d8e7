namespace Sessvm.Demo.Tests.Transports;

/// <summary>Runs the scripts of <c>test/transports</c>: the clients that people use, in Node.js.</summary>
public sealed class NodeScripts : IAsyncLifetime
{
    private static readonly string Directory = Repository.PathTo("test", "transports");
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Installs what they need, where it is missing or stale.</summary>
    public async ValueTask InitializeAsync()
    {
        await OneAtATime.WaitAsync();
        try
        {
            await InstallAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The source of a file of an installed package, for a browser.</summary>
    internal static string Source(params string[] path) => File.ReadAllText(Path.Combine([Directory, "node_modules", .. path]));

    /// <summary>Runs a script to its end, which must be a good one.</summary>
    internal static async Task RunAsync(string script, params string[] arguments)
    {
        await using var node = new ServerProcess("node", [script, .. arguments], Directory, Nothing);
        (await node.EndedAsync()).ShouldBe(0, node.Log);
        node.Log.ShouldEndWith("done");
    }

    private static async Task InstallAsync()
    {
        // npm writes its own lock last: as new as ours, what is installed is what ours says.
        string installed = Path.Combine(Directory, "node_modules", ".package-lock.json");
        if (File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(Directory, "package-lock.json")))
        {
            return;
        }

        await using var install = new ServerProcess("npm", ["ci", "--no-audit", "--no-fund"], Directory, Nothing);
        (await install.EndedAsync()).ShouldBe(0, $"npm ci failed in {Directory}; it needs the package registry once.\n{install.Log}");
        File.SetLastWriteTimeUtc(installed, File.GetLastWriteTimeUtc(Path.Combine(Directory, "package-lock.json")));
    }
}
