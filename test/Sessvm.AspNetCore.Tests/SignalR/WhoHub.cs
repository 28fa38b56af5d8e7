using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>A hub that tells who calls, and streams more than anybody asked for.</summary>
[Authorize]
public sealed class WhoHub(HubWitness witness) : Hub
{
    public Who Whoami()
    {
        var session = Context.User!.GetSession()!;
        return new Who(session.Subject, session.Id.ToString(), [.. Context.User!.FindAll("scope").Select(one => one.Value)]);
    }

    public string Echo(string text) => text;

    public async IAsyncEnumerable<string> Flood([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string much = new('x', 16 * 1024);
        while (!cancellationToken.IsCancellationRequested)
        {
            yield return much;
            await Task.Yield();
        }
    }

    public override Task OnConnectedAsync() =>
        Context.UserIdentifier == "nobody" ? throw new HubException("nobody is welcome") : Task.CompletedTask;

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        witness.Gone.Writer.TryWrite(Context.ConnectionId);
        return Task.CompletedTask;
    }
}

public sealed record Who(string Sub, string Sid, string[] Scopes);

/// <summary>Hears which connections have gone.</summary>
public sealed class HubWitness
{
    public Channel<string> Gone { get; } = Channel.CreateUnbounded<string>();

    public Task<string> NextAsync() => Gone.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));
}
