using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Brings a crowd into a store by logging each client in.</summary>
internal static class Arrival
{
    private const int AtOnce = 64;

    public static async Task<(Crowd Crowd, SessionId[] Sessions)> OfAsync(Node node, int size)
    {
        var crowd = new Crowd(size);
        var sessions = new SessionId[size];
        await Crew.RunAsync(size, AtOnce, async client =>
        {
            var device = Guid.NewGuid();
            StartResult started = await node.Service.StartAsync(Scene.Start(Guid.NewGuid().ToString(), device));
            crowd.Put(client, device, started.Grant!.AccessToken.Reveal());
            sessions[client] = started.Grant.Row.Id;
        });
        return (crowd, sessions);
    }
}
