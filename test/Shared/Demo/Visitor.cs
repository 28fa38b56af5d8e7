using System.Net.Http.Json;

namespace Sessvm.Tests.Shared.Demo;

/// <summary>Speaks HTTP to a server as a browser's script does: cookies are kept, unless none are wanted, and the CSRF token is sent along.</summary>
internal sealed class Visitor(Uri address, bool cookies = true) : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { UseCookies = cookies, AllowAutoRedirect = false };
    private HttpClient? _client;

    public string? Cookie(string name) => _handler.CookieContainer.GetCookies(address)[name]?.Value;

    public string? CookieHeader => _handler.CookieContainer.GetCookieHeader(address);

    public Task<Answer> LoginAsync(string user = "alice", string password = "sessvm", bool refresh = false) =>
        SendAsync(HttpMethod.Post, "/login", new { user, password, refresh });

    public Task<Answer> GetAsync(string path, params string[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params string[] headers) =>
        SendAsync(HttpMethod.Post, path, body ?? new { }, Cookie("csrf") is { } csrf ? [$"X-CSRF-Token: {csrf}", .. headers] : headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, params string[] headers)
    {
        _client ??= new HttpClient(_handler) { BaseAddress = address };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (string[] header in headers.Select(one => one.Split(": ", 2)))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        var response = await _client.SendAsync(request);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        _client?.Dispose();
        _handler.Dispose();
    }
}
