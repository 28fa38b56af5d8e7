using System.Net;
using System.Net.Http.Headers;

namespace Sessvm.Client;

/// <summary>
/// Signs requests to the server's origin, and to those that are listed, with the session. On a 401 that a refresh can cure it
/// refreshes, once for all who wait, and sends once more; never twice. Other origins, and requests with an <c>Authorization</c> of
/// their own, are left alone.
/// </summary>
/// <remarks>
/// Content made of bytes, text, forms or JSON is sent again; a stream is not, and its 401 is returned with
/// <see cref="RefusalReason.BodyNotReplayable"/>: see <see cref="SessionResponseExtensions.ReadRefusalAsync"/>. Say
/// <c>request.Options.Set(SessionHandler.Replayable, true)</c> of content that can be sent twice all the same.
/// </remarks>
public sealed class SessionHandler : DelegatingHandler
{
    /// <summary>Whether the content may be sent a second time; overrules what the handler sees.</summary>
    public static readonly HttpRequestOptionsKey<bool> Replayable = new("Sessvm.Replayable");

    internal static readonly HttpRequestOptionsKey<Refusal> Why = new("Sessvm.Refusal");

    // A retry policy around this handler sends the same request again: what stands in it then is ours, and stale.
    private static readonly HttpRequestOptionsKey<string> Signed = new("Sessvm.Signed");

    private readonly SessionClient _client;

    /// <summary>Makes a handler; its <see cref="DelegatingHandler.InnerHandler"/> is set by whoever puts it into a pipeline.</summary>
    /// <param name="client">Whose session signs.</param>
    public SessionHandler(SessionClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    /// <summary>Makes a handler at the head of a pipeline.</summary>
    /// <param name="client">Whose session signs.</param>
    /// <param name="innerHandler">What sends.</param>
    public SessionHandler(SessionClient client, HttpMessageHandler innerHandler)
        : this(client) => InnerHandler = innerHandler;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_client.Trusts(request.RequestUri) || IsSignedByOthers(request))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        ((IDictionary<string, object?>)request.Options).Remove(Why.Key);
        bool replayable = Replay.IsPossible(request);
        var (answer, refusal, sent) = await SendSignedAsync(request, cancellationToken).ConfigureAwait(false);
        if (refusal is null || !SessionClient.IsCurable(refusal) || !sent.IsSignedIn)
        {
            return answer;
        }

        SessionResult cure;
        try
        {
            cure = await _client.CureAsync(sent, refusal, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            answer.Dispose();
            throw;
        }

        if (!cure.Succeeded || !replayable)
        {
            request.Options.Set(Why, cure.Refusal ?? Refusal.Of(RefusalReason.BodyNotReplayable));
            return answer;
        }

        answer.Dispose();
        return (await SendSignedAsync(request, cancellationToken).ConfigureAwait(false)).Answer;
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: a session may have to be refreshed, which takes asynchronous calls.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A request of a session is sent by SendAsync: it may have to wait for a refresh.");

    private async Task<(HttpResponseMessage Answer, Refusal? Refusal, SessionTokens Sent)> SendSignedAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var tokens = await _client.GetTokensAsync(cancellationToken).ConfigureAwait(false);
        request.Headers.Authorization = tokens.AccessToken is null ? null : new AuthenticationHeaderValue("Bearer", tokens.AccessToken);
        request.Options.Set(Signed, tokens.AccessToken ?? "");
        request.Headers.Remove(HeaderNames.Device);
        request.Headers.Add(HeaderNames.Device, tokens.DeviceId);

        var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var refusal = answer.StatusCode == HttpStatusCode.Unauthorized ? AnswerReader.ReadChallenge(answer) : null;

        // A 404 or a 500 says nothing of the session.
        if (refusal is not null || answer.IsSuccessStatusCode)
        {
            _client.Note(refusal, tokens);
        }

        return (answer, refusal, tokens);
    }

    private static bool IsSignedByOthers(HttpRequestMessage request) =>
        request.Headers.Authorization is { } there && !(request.Options.TryGetValue(Signed, out string? ours) && there.Parameter == ours);
}
