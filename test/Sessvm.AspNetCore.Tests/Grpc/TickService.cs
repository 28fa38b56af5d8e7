using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore.Tests.Grpc;

/// <summary>Tells who calls, and one tick, and then waits to be cancelled.</summary>
[Authorize]
public sealed class TickService : TicksBase
{
    public override Task<string> Whoami(string request, ServerCallContext context) =>
        Task.FromResult(context.GetHttpContext().User.GetSession()!.Subject);

    public override async Task Ticks(string request, IServerStreamWriter<string> answers, ServerCallContext context)
    {
        await answers.WriteAsync("tick");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.CancellationToken);
    }
}
