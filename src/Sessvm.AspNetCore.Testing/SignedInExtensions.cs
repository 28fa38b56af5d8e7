using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Fingerprints;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Testing;

/// <summary>Signs the clients of integration tests in, without a password and without a login endpoint.</summary>
public static class SignedInExtensions
{
    /// <summary>
    /// Starts a real session in the application's own store, and has the client send its token and device id with each
    /// request: <c>factory.CreateClient().SignedInAs(factory.Services, "alice", "admin")</c>. Blocks while the store is written.
    /// </summary>
    /// <param name="client">The client; its user agent is the session's.</param>
    /// <param name="services">The services of the application under test.</param>
    /// <param name="subject">The user.</param>
    /// <param name="scopes">The scopes.</param>
    /// <returns>The same client.</returns>
    public static HttpClient SignedInAs(this HttpClient client, IServiceProvider services, string subject, params string[] scopes) =>
        client.SignedInAs(services, null, new StartRequest { Subject = subject, Device = Guid.NewGuid(), Scopes = scopes });

    /// <summary>Starts a session of any kind, under any scheme.</summary>
    /// <param name="client">The client; its user agent and language are the session's.</param>
    /// <param name="services">The services of the application under test.</param>
    /// <param name="scheme">The scheme; <see langword="null"/> for the first one.</param>
    /// <param name="request">The session; its fingerprint is replaced by the client's.</param>
    /// <returns>The same client.</returns>
    /// <exception cref="InvalidOperationException">The session was refused.</exception>
    public static HttpClient SignedInAs(this HttpClient client, IServiceProvider services, string? scheme, StartRequest request)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(request);
        var sessions = scheme is null ? services.GetRequiredService<SessionService>() : services.GetRequiredKeyedService<SessionService>(scheme);
        var headers = client.DefaultRequestHeaders;
        var traits = new RequestTraits(
            headers.UserAgent.Count == 0 ? null : headers.UserAgent.ToString(),
            headers.AcceptLanguage.Count == 0 ? null : headers.AcceptLanguage.ToString());
        var result = sessions.StartAsync(request with { Fingerprint = sessions.Fingerprints.Extract(traits) }).AsTask().GetAwaiter().GetResult();
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The session was refused: {result.Reason.ToCode()}.");
        }

        headers.Authorization = new AuthenticationHeaderValue("Bearer", result.Grant.AccessToken.Reveal());
        headers.Remove("X-Session-Device");
        headers.Add("X-Session-Device", request.Device.ToString("D"));
        return client;
    }
}
