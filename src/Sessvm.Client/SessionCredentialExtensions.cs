namespace Sessvm.Client;

/// <summary>Credentials for what does not go through an <see cref="HttpClient"/>: SignalR, GraphQL over WebSocket, gRPC.</summary>
public static class SessionCredentialExtensions
{
    /// <summary>
    /// A token that the server has just said is good, exchanged if need be. One request; meant for the opening of a connection
    /// and not for each call. It counts as use of the session.
    /// </summary>
    /// <param name="client">Whose session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The access token; where the server cannot be asked, the one at hand; null where nobody is signed in.</returns>
    public static async Task<string?> GetAccessTokenAsync(this SessionClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        if ((await client.GetTokensAsync(cancellationToken).ConfigureAwait(false)).IsSignedIn)
        {
            await client.RefreshAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return (await client.GetTokensAsync(cancellationToken).ConfigureAwait(false)).AccessToken;
    }

    /// <summary>Fills gRPC metadata, or any other list of names and values: <c>authorization</c> and <c>x-session-device</c>, as they stand now.</summary>
    /// <param name="client">Whose session.</param>
    /// <param name="add">Adds a name and a value: <c>metadata.Add</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task AddCredentialsAsync(this SessionClient client, Action<string, string> add, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(add);
        var tokens = await client.GetTokensAsync(cancellationToken).ConfigureAwait(false);
        add("x-session-device", tokens.DeviceId);
        if (tokens.AccessToken is not null)
        {
            add("authorization", "Bearer " + tokens.AccessToken);
        }
    }

    /// <summary>The payload of <c>connection_init</c> (<c>graphql-transport-ws</c>), with a token that is good.</summary>
    /// <param name="client">Whose session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><c>Authorization</c> and <c>X-Session-Device</c>.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> GetConnectionInitAsync(this SessionClient client, CancellationToken cancellationToken = default)
    {
        var payload = new Dictionary<string, string>();
        string? token = await client.GetAccessTokenAsync(cancellationToken).ConfigureAwait(false);
        payload[HeaderNames.Device] = (await client.GetTokensAsync(cancellationToken).ConfigureAwait(false)).DeviceId;
        if (token is not null)
        {
            payload["Authorization"] = "Bearer " + token;
        }

        return payload;
    }
}
