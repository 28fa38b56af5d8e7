using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sessvm.AspNetCore.Tests;

/// <summary>A client with a cookie jar that can be looked into, which follows no redirect.</summary>
internal sealed class Browser(Uri address, string agent)
{
    public const string Chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";

    private static readonly SocketsHttpHandler Handler = new() { UseCookies = false, AllowAutoRedirect = false };

    private readonly HttpClient _client = new(Handler, disposeHandler: false) { BaseAddress = address };

    public Dictionary<string, string> Jar { get; private init; } = [];

    /// <summary>The <c>Set-Cookie</c> lines of the last answer.</summary>
    public IReadOnlyList<string> SetCookies { get; private set; } = [];

    public Uri Address => address;

    public string Agent => agent;

    public Guid Device => Guid.Parse(Jar["did"]);

    /// <summary>A second tab, or a thief: the same cookies, a jar of its own.</summary>
    public Browser Copy(string? otherAgent = null) => new(address, otherAgent ?? agent) { Jar = new(Jar) };

    /// <summary>The same browser at another node.</summary>
    public Browser At(Uri node) => new(node, agent) { Jar = Jar };

    public Task<Answer> GetAsync(string path, params string[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    /// <summary>Opens a page, as the address bar does.</summary>
    public Task<Answer> NavigateAsync(string path, params string[] headers) =>
        GetAsync(path, ["Sec-Fetch-Mode: navigate", "Sec-Fetch-Site: none", "Accept: text/html", .. headers]);

    /// <summary>Posts JSON with the CSRF header of the jar.</summary>
    public Task<Answer> PostAsync(string path, string? json = null, params string[] headers) =>
        SendAsync(HttpMethod.Post, path, json is null ? null : Json(json), Jar.TryGetValue("csrf", out var csrf) ? [$"X-CSRF-Token: {csrf}", .. headers] : headers);

    public Task<Answer> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, params string[] headers) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(fields), headers);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (Jar.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Jar.Select(one => $"{one.Key}={one.Value}")));
        }

        foreach (string[] header in headers.Select(one => one.Split(": ", 2)))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        using var response = await _client.SendAsync(request);
        var answer = new Answer(response, await response.Content.ReadAsStringAsync());
        SetCookies = answer.All("Set-Cookie");
        Keep();
        return answer;
    }

    public async Task<JsonElement> LoginAsync(string user = "alice", string more = "", string path = "/login")
    {
        var answer = await SendAsync(HttpMethod.Post, path, Json($"{{\"user\":\"{user}\"{more}}}"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private void Keep()
    {
        foreach (string line in SetCookies)
        {
            string[] pair = line.Split(';')[0].Split('=', 2);
            if (line.Contains("max-age=0", StringComparison.OrdinalIgnoreCase))
            {
                Jar.Remove(pair[0]);
            }
            else
            {
                Jar[pair[0]] = pair[1];
            }
        }
    }
}
