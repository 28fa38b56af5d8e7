using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Sessvm.Client.Tests.Support;

/// <summary>A server in memory that answers as the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly ConcurrentQueue<Asked> _asked = new();

    /// <summary>The one token that it takes; each exchange makes the next.</summary>
    public string Good { get; set; } = Token(1);

    public Func<Asked, Task<HttpResponseMessage>>? OnRefresh { get; set; }

    public Func<Asked, HttpResponseMessage>? OnCall { get; set; }

    public IReadOnlyList<Asked> All => [.. _asked];

    public int Exchanges => _asked.Count(one => one.Path is "/auth/refresh" or "/auth/rotate");

    public static string Token(int generation, char type = 'A') => $"{type}1.token-{generation}";

    public static HttpResponseMessage Json(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refusal(string code, int status = 401)
    {
        var answer = Json(status, $$"""{"ok":false,"refreshed":false,"atk":null,"sid":null,"rsn":"{{code}}"}""");
        answer.Headers.TryAddWithoutValidation("WWW-Authenticate", $"Bearer error=\"invalid_token\", error_description=\"{code}\"");
        return answer;
    }

    public static HttpResponseMessage Granted(string token, string? refresh = null) =>
        Json(200, $$"""{"ok":true,"refreshed":true,"atk":"{{token}}","rtk":{{(refresh is null ? "null" : $"\"{refresh}\"")}},"sid":"S1.session"}""");

    /// <summary>Grants the next token, which is good from then on.</summary>
    public HttpResponseMessage GrantNext()
    {
        int next = int.Parse(Good.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture) + 1;
        Good = Token(next);
        return Granted(Good);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var asked = new Asked(request.RequestUri!, request.Headers.Authorization?.Parameter, Device(request), body);
        _asked.Enqueue(asked);
        await Task.Yield();
        var answer = asked.Path switch
        {
            "/auth/refresh" or "/auth/rotate" => OnRefresh is null ? GrantNext() : await OnRefresh(asked).WaitAsync(cancellationToken),
            "/auth/logout" => new HttpResponseMessage(HttpStatusCode.NoContent),
            _ when OnCall is not null => OnCall(asked),
            _ => asked.Token == Good ? Json(200, "{}") : Refusal("access-expired"),
        };
        answer.RequestMessage = request;
        return answer;
    }

    private static string? Device(HttpRequestMessage request) =>
        request.Headers.TryGetValues("X-Session-Device", out var values) ? string.Join('|', values) : null;

    internal sealed record Asked(Uri Address, string? Token, string? Device, string Body)
    {
        public string Path => Address.AbsolutePath;
    }
}
