using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>One call to one of the server's own endpoints: no lock, no store, no event.</summary>
internal sealed class AuthEndpoints(SessionClientOptions options, Func<HttpMessageInvoker> http, ILogger logger)
{
    private readonly string _prefix = options.Address!.AbsoluteUri.TrimEnd('/') + options.Prefix;

    /// <summary>Trades the refresh token where there is one, else the access token.</summary>
    /// <returns>The tokens to go by, the same ones where they are still good; or the refusal.</returns>
    public async Task<(SessionTokens? Next, Refusal? Refusal)> ExchangeAsync(SessionTokens held, bool background)
    {
        bool rotates = held.RefreshToken is not null;
        var (answer, refusal) = await PostAsync(rotates ? "/rotate" : "/refresh", held, rotates, background, CancellationToken.None).ConfigureAwait(false);
        if (answer is null)
        {
            return (null, refusal);
        }

        bool whole = answer is { Ok: true, Refreshed: not null }
            && AnswerReader.IsToken(answer.AccessToken, 'A')
            && (!rotates || AnswerReader.IsToken(answer.RefreshToken, 'R'));
        return whole
            ? (held with
            {
                AccessToken = answer.AccessToken,
                RefreshToken = rotates ? answer.RefreshToken : null,
                Session = AnswerReader.IsToken(answer.Session, 'S') ? answer.Session : held.Session,
            }, null)
            : (null, Refusal.Of(RefusalReason.InvalidRefreshResponse));
    }

    /// <summary>Ends the session on the server.</summary>
    public async Task<Refusal?> LogoutAsync(SessionTokens held, CancellationToken cancellationToken) =>
        (await PostAsync("/logout", held, rotates: false, background: false, cancellationToken).ConfigureAwait(false)).Refusal;

    /// <summary>Fetches a one-use ticket.</summary>
    public async Task<(string? Ticket, Refusal? Refusal)> TicketAsync(SessionTokens held, CancellationToken cancellationToken)
    {
        var (answer, refusal) = await PostAsync("/ticket", held, rotates: false, background: false, cancellationToken).ConfigureAwait(false);
        return answer is null ? (null, refusal)
            : AnswerReader.IsToken(answer.Ticket, 'T') ? (answer.Ticket, null)
            : (null, Refusal.Of(RefusalReason.InvalidRefreshResponse));
    }

    private async Task<(AnswerBody? Answer, Refusal? Refusal)> PostAsync(
        string path, SessionTokens held, bool rotates, bool background, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.ExchangeTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, _prefix + path)
        {
            Content = JsonContent.Create(new ExchangeBody(held.DeviceId, rotates ? held.RefreshToken : null), ClientJson.Default.ExchangeBody),
        };
        request.Headers.Authorization = rotates || held.AccessToken is null ? null : new AuthenticationHeaderValue("Bearer", held.AccessToken);
        request.Headers.Add(HeaderNames.Device, held.DeviceId);
        if (background)
        {
            request.Headers.Add(HeaderNames.Background, 1.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            using var answer = await http().SendAsync(request, either.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode
                ? (await AnswerReader.ReadBodyAsync(answer.Content, either.Token).ConfigureAwait(false), null)
                : (null, await AnswerReader.ReadRefusalAsync(answer, either.Token).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NoAnswer(logger, failure);
            return (null, Refusal.Of(RefusalReason.NetworkError));
        }
    }
}
