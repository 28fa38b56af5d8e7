namespace Sessvm.Client;

/// <summary>Reads why an answer was a refusal.</summary>
public static class SessionResponseExtensions
{
    /// <summary>
    /// Why the request was refused: what the handler found, else the challenge, else the body, which stays readable. Where a refresh
    /// should have cured it and could not, it says why not: <see cref="RefusalReason.StoreUnavailable"/> keeps the session, whatever the status.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null where it was not refused: its status is below 400.</returns>
    public static async ValueTask<Refusal?> ReadRefusalAsync(this HttpResponseMessage answer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if ((int)answer.StatusCode < 400)
        {
            return null;
        }

        return answer.RequestMessage is { } request && request.Options.TryGetValue(SessionHandler.Why, out var why)
            ? why
            : await AnswerReader.ReadRefusalAsync(answer, cancellationToken).ConfigureAwait(false);
    }
}
