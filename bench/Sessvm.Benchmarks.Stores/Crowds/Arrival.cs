using Sessvm.Benchmarks.Stores.Rounds;
using Sessvm.Sessions;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Brings a crowd into a store by logging each client in.</summary>
internal static class Arrival
{
    public static async Task<(Crowd Crowd, SessionId[] Sessions)> OfAsync(Node node, int size, int atOnce = 64)
    {
        var crowd = new Crowd(size);
        var sessions = new SessionId[size];
        await Crew.RunAsync(size, atOnce, async client =>
        {
            var device = Guid.NewGuid();
            StartResult started = await node.Service.StartAsync(Scene.Start(Guid.NewGuid().ToString(), device));
            crowd.Put(client, device, started.Grant!.AccessToken.Reveal());
            sessions[client] = started.Grant.Row.Id;
        });
        return (crowd, sessions);
    }
}
