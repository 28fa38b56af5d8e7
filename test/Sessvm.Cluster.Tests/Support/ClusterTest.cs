using Xunit.Sdk;

namespace Sessvm.Cluster.Tests;

/// <summary>A test with nodes of its own: they end with it, and their logs are told where it failed.</summary>
public abstract class ClusterTest : IAsyncDisposable
{
    /// <summary>What the nodes promise: <c>RevocationBound</c>, as it is by default.</summary>
    internal static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessvm-cluster-");
    private readonly List<DemoProcess> _nodes = [];
    private readonly List<IAsyncDisposable> _parts = [];

    /// <summary>Whether the long form is asked for.</summary>
    internal static bool IsLong => Environment.GetEnvironmentVariable("SESSVM_LONG") == "1";

    /// <summary>An empty directory for what the test keeps.</summary>
    internal string Kept => _directory.FullName;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        if (TestContext.Current.TestState?.Result == TestResult.Failed)
        {
            foreach (var node in _nodes)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"The node at {node.Address} said:\n{node.Log}");
            }
        }

        _directory.Delete(recursive: true);
    }

    /// <summary>Starts three nodes on a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="settings">Of every node.</param>
    internal Task<ThreeNodes> StartAsync(StoreServer store, params string[] settings) => StartAsync(store.Name, _ => ["--ConnectionString", store.ConnectionString, .. settings]);

    /// <summary>Starts three nodes.</summary>
    /// <param name="store">The kind of the store.</param>
    /// <param name="settings">Of each node, the connection string among them.</param>
    internal async Task<ThreeNodes> StartAsync(string store, Func<int, string[]> settings)
    {
        var nodes = await ThreeNodes.StartAsync(Kept, place => ["--Store", store, .. settings(place)]);
        _parts.Add(nodes);
        TellOf(nodes.All);
        return nodes;
    }

    /// <summary>Starts one more node.</summary>
    internal async Task<DemoProcess> StartOneAsync(string store, params string[] settings)
    {
        var node = await DemoProcess.StartAsync(Kept, ["--Store", store, .. settings]);
        _parts.Add(node);
        TellOf([node]);
        return node;
    }

    /// <summary>Has the logs of nodes told where the test fails.</summary>
    internal void TellOf(IEnumerable<DemoProcess> nodes) => _nodes.AddRange(nodes);

    /// <summary>Disposes of something when the test ends, after what was kept later.</summary>
    internal T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
