using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>A hub connection that ends with its session.</summary>
internal sealed class SessionHubConnection : IDisposable
{
    private static readonly object Key = new();

    private readonly HubCallerContext _caller;
    private readonly LiveConnections _connections;
    private readonly CancellationTokenSource _over = new();
    private LiveConnection? _live;

    private SessionHubConnection(HubCallerContext caller, LiveConnections connections)
    {
        _caller = caller;
        _connections = connections;
    }

    public static SessionHubConnection? Of(HubCallerContext caller) => caller.Items.TryGetValue(Key, out object? found) ? found as SessionHubConnection : null;

    /// <summary>Takes a full verdict, as for every connection that lives on without being asked again, and has the connection looked after.</summary>
    /// <exception cref="HubException">The verdict refuses, the store cannot be reached, or there are too many connections: its message is the reason, which the client is told.</exception>
    public static async ValueTask<SessionHubConnection> OpenAsync(HubCallerContext caller, SessvmScheme scheme, AuthenticatedSession session)
    {
        var row = await AskAsync(caller, scheme, session);
        var connection = new SessionHubConnection(caller, scheme.Connections);
        caller.Items[Key] = connection;
        return scheme.Connections.TryRegister(session, row.LapsesAt, connection.Close, out connection._live) == Admission.Admitted
            ? connection
            : throw new HubException(Crowding.Reason);
    }

    public void Use() => _live?.Use();

    public void Dispose()
    {
        _live?.Dispose();
        _over.Cancel();
    }

    private static async ValueTask<SessionRow> AskAsync(HubCallerContext caller, SessvmScheme scheme, AuthenticatedSession session)
    {
        try
        {
            // What came with the request itself: the context of a long-polling connection is a copy without its features.
            var context = caller.GetHttpContext()!;
            var fingerprint = context.Items[scheme] as Fingerprint ?? scheme.FingerprintOf(context);
            var (reason, row) = await scheme.Service.OpenAsync(session.Id, fingerprint, caller.ConnectionAborted);
            return row ?? throw new HubException(reason.ToCode());
        }
        catch (SessionStoreException failure)
        {
            Log.StoreFailed(scheme.Logger, scheme.Name, failure);
            throw new HubException(SessionReason.StoreUnavailable.ToCode());
        }
    }

    private void Close(ConnectionClosing closing)
    {
        if (closing.Cause == ClosingCause.NodeStops)
        {
            return; // the framework says so itself, and lets its clients connect again
        }

        bool mayReturn = closing.Cause == ClosingCause.NodeBlind
            && _caller.Features.Get<IHttpTransportFeature>()?.TransportType != HttpTransportType.LongPolling;
        if (mayReturn)
        {
            Cut(); // without a farewell, which would keep the client from connecting again
            return;
        }

        _caller.Abort();
        _ = CutLaterAsync();
    }

    // A client that does not read the farewell is cut off one bound later (R7).
    private async Task CutLaterAsync()
    {
        try
        {
            await Task.Delay(_connections.Bound, _connections.Time, _over.Token);
            Cut();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Cut() => _caller.Features.Get<IConnectionLifetimeFeature>()?.Abort();
}
