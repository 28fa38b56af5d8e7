namespace Sessvm.Cluster.Tests;

/// <summary>Three processes of the demo on one store, behind nginx.</summary>
internal sealed class ThreeNodes : IAsyncDisposable
{
    private readonly DemoProcess[] _nodes;
    private readonly NginxProxy _nginx;

    private ThreeNodes(DemoProcess[] nodes, NginxProxy nginx)
    {
        _nodes = nodes;
        _nginx = nginx;
    }

    public IReadOnlyList<DemoProcess> All => _nodes;

    public DemoProcess this[int place] => _nodes[place];

    /// <summary>Where nginx listens, which leads to each in turn.</summary>
    public Uri Front => _nginx.Address;

    /// <summary>Starts them.</summary>
    /// <param name="directory">What they keep, which is nothing.</param>
    /// <param name="arguments">Of the command line, for each of the three.</param>
    public static async Task<ThreeNodes> StartAsync(string directory, Func<int, string[]> arguments)
    {
        Task<DemoProcess>[] starting = [.. Enumerable.Range(0, 3).Select(place => DemoProcess.StartAsync(directory, arguments(place)))];
        try
        {
            var nodes = await Task.WhenAll(starting);
            return new ThreeNodes(nodes, await NginxProxy.StartAsync(nodes.Select(static node => node.Address)));
        }
        catch
        {
            foreach (var started in starting.Where(static one => one.IsCompletedSuccessfully))
            {
                await (await started).DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>All but one.</summary>
    public IEnumerable<DemoProcess> Except(int place) => _nodes.Where((_, at) => at != place);

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}
