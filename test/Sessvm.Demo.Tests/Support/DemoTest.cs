using Xunit.Sdk;

namespace Sessvm.Demo.Tests;

/// <summary>A test with demos of its own: they end with it, and their logs are told where it failed.</summary>
public abstract class DemoTest : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sessvm-demo-");
    private readonly List<DemoProcess> _demos = [];

    /// <summary>What the demos of this test keep is in here.</summary>
    internal string Kept => _directory.FullName;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var demo in _demos)
        {
            await demo.DisposeAsync();
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"The demo at {demo.Address} said:\n{demo.Log}");
            }
        }

        _directory.Delete(recursive: true);
    }

    internal async Task<DemoProcess> StartDemoAsync(params string[] arguments)
    {
        var demo = await DemoProcess.StartAsync(Kept, arguments);
        _demos.Add(demo);
        return demo;
    }
}
