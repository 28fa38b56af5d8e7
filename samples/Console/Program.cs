using System.Net.Http.Json;
using Sessvm.Client;
using Sessvm.Samples.ConsoleClient;

// Signs in to the demo and watches its session: until it ends, or Ctrl+C.
var arguments = Arguments.Parse(args);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

var client = new SessionClient(new SessionClientOptions
{
    Address = arguments.Address,
    Store = arguments.File is { } file ? FileTokenStore.Open(file) : new MemoryTokenStore(),
});
client.Refreshed += (_, _) => Console.WriteLine("refreshed");
client.StepUpRequired += (_, _) => Console.WriteLine("the server wants the password again");
client.Ended += (_, why) => Console.WriteLine($"ended: {why.Code}");
using var http = new HttpClient(new SessionHandler(client, new SocketsHttpHandler { UseCookies = false })) { BaseAddress = arguments.Address };

try
{
    if ((await client.GetTokensAsync(stop.Token)).AccessToken is not null)
    {
        Console.WriteLine("still signed in");
    }
    else if (await SignInAsync() is { } refusal)
    {
        Console.WriteLine($"refused: {refusal.Code}");
        return 1;
    }

    await Task.WhenAny(WatchAsync(), CallAsync());
}
catch (OperationCanceledException)
{
    Console.WriteLine("stopped");
}

return client.State == SessionState.Ended ? 2 : 0;

async Task<Refusal?> SignInAsync()
{
    var login = JsonContent.Create(new Login(arguments.User, arguments.Password, arguments.Refresh), ConsoleJson.Default.Login);
    using var answer = await http.PostAsync("/login", login, stop.Token);
    var result = await client.SignInAsync(answer, stop.Token);
    Console.WriteLine(result.Succeeded ? $"signed in as {arguments.User}: {result.Session}" : "not signed in");
    return result.Refusal;
}

// A live connection hears of the end at once. It is opened again when the server comes back.
async Task WatchAsync()
{
    await foreach (string message in client.ReadWebSocketAsync(new Uri(arguments.Address, "/ws").ToWebSocket(), cancellationToken: stop.Token))
    {
        Console.WriteLine($"socket: {message}");
    }
}

// A call now and then, as a person would make it. Its token is refreshed where that is due.
async Task CallAsync()
{
    using var timer = new PeriodicTimer(arguments.Every, TimeProvider.System);
    do
    {
        try
        {
            using var answer = await http.GetAsync("/api/profile", stop.Token);
            string what = await answer.ReadRefusalAsync(stop.Token) is { } refusal ? refusal.Code : "ok";
            Console.WriteLine($"profile: {(int)answer.StatusCode} {what}");
        }
        catch (HttpRequestException)
        {
            Console.WriteLine("profile: no answer");
        }
    }
    while (client.State != SessionState.Ended && await timer.WaitForNextTickAsync(stop.Token));
}
