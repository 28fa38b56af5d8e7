using System.Runtime.CompilerServices;
using System.Security.Claims;
using Sessvm.AspNetCore;
using Sessvm.Demo.Events;

namespace Sessvm.Demo.Pages;

/// <summary>The event stream of the signed-in subject, as server-sent events. It ends with the session.</summary>
internal static class EventsEndpoint
{
    public static IResult Handle(ClaimsPrincipal user, EventBoard board, LiveConnections connections, HttpContext context)
    {
        var session = user.GetSession()!;
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var connection = connections.Register(session, session.ExpiresAt, _ => ended.CancelAfter(TimeSpan.FromMilliseconds(500)));
        context.Response.OnCompleted(() =>
        {
            connection.Dispose();
            ended.Dispose();
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(ReadAsync(context.Response, board, session.Subject, ended.Token));
    }

    private static async IAsyncEnumerable<PlainEvent> ReadAsync(
        HttpResponse response, EventBoard board, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await response.Body.FlushAsync(cancellationToken); // else the page hears that it listens only with the first event
        var events = board.ReadAsync(subject, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(events))
        {
            yield return PlainWords.Of(events.Current);
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Sessvm.Events.SessionEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
