using System.Collections.Concurrent;
using GraphQL;
using GraphQL.Transport;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore;

namespace Sessvm.GraphQL;

/// <summary>The operations that run on one socket.</summary>
internal sealed class Operations(LiveWebSocket socket, Outbox outbox, GraphQLParts parts, IServiceProvider services, Action tooSlow)
{
    private readonly ConcurrentDictionary<string, Operation> _running = new(StringComparer.Ordinal);

    /// <summary>Starts one.</summary>
    /// <returns>Whether its id was free.</returns>
    public bool TryStart(string id, GraphQLRequest request)
    {
        if (_running.Count >= parts.Options.MaxOperations && !_running.ContainsKey(id))
        {
            outbox.Post("error", id, Errors(new ExecutionError($"A connection runs at most {parts.Options.MaxOperations} operations at a time.") { Code = "too-many-operations" }));
            return true;
        }

        var operation = new Operation(id, outbox, tooSlow, socket.Over);
        if (!_running.TryAdd(id, operation))
        {
            operation.Dispose();
            return false;
        }

        _ = RunAsync(id, operation, request);
        return true;
    }

    /// <summary>Stops one, because the client wants no more of it.</summary>
    public void Stop(string id)
    {
        if (_running.TryRemove(id, out var operation))
        {
            operation.Stop();
        }
    }

    /// <summary>Completes all: no more will come, as the session has ended or the client is gone.</summary>
    public void CompleteAll()
    {
        foreach (string id in _running.Keys)
        {
            if (_running.TryRemove(id, out var operation))
            {
                operation.Send("complete");
                operation.Stop();
            }
        }
    }

    private async Task RunAsync(string id, Operation operation, GraphQLRequest request)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            var result = await parts.ExecuteAsync(request, socket.User, scope.ServiceProvider, rule: null, operation.Stopped);
            if (result.Streams?.Values.SingleOrDefault() is { } stream)
            {
                await operation.FollowAsync(stream);
            }
            else if (!result.Executed)
            {
                operation.Send("error", result.Errors);
                return;
            }
            else
            {
                operation.OnNext(result);
            }

            operation.Send("complete");
        }
        catch (OperationCanceledException) when (operation.Stopped.IsCancellationRequested)
        {
        }
        catch (Exception failure)
        {
            Log.OperationFailed(parts.Logger, failure);
            operation.Send("error", Errors(new ExecutionError("The operation failed.")));
        }
        finally
        {
            _running.TryRemove(new(id, operation)); // by key and value: the id may be in use again
            operation.Dispose();
        }
    }

    private static ExecutionErrors Errors(ExecutionError error) => [error];
}
