using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Redis;
using Sessvm.Sessions;
using Sessvm.Stores;

// <server> <prefix> <secret> <now> exchange <token> <device> <racers>: that many exchange one token at once; says each answer.
// <server> <prefix> <secret> <now> login <subject> <limit> <whenFull> <racers>: that many sign in at once; says who was added.
// Says «ready», and waits for a line before it begins.
var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(args[3], CultureInfo.InvariantCulture)));
await using var store = new RedisSessionStore(new RedisStoreOptions { ConnectionString = args[0], KeyPrefix = args[1] });
bool isLogin = args[4] == "login";
await using var service = new SessionService(new SessionSetup
{
    Keys = new KeyRing([new KeyDefinition(1, args[2])], new KeyScope("tests", "tests", "Sessvm"), time),
    Store = store,
    Time = time,
    Options = isLogin
        ? new SessionOptions { MaxSessionsPerSubject = int.Parse(args[6], CultureInfo.InvariantCulture), WhenFull = Enum.Parse<WhenFull>(args[7]) }
        : new SessionOptions(),
});
var home = new Fingerprint(new Agent("Chrome", 130, "Windows"), "en-GB", "203.0.113.0/24");
await store.FindAsync(default, CancellationToken.None); // connected
Console.WriteLine("ready");
Console.ReadLine();

var said = new ConcurrentQueue<string>();
var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
Task[] racers = [.. Enumerable.Range(0, int.Parse(args[^1], CultureInfo.InvariantCulture)).Select(_ => Task.Run(async () =>
{
    await gate.Task;
    said.Enqueue(isLogin ? await LoginAsync(args[5]) : await ExchangeAsync(args[5], Guid.Parse(args[6])));
}))];
gate.SetResult();
await Task.WhenAll(racers);
foreach (string line in said)
{
    Console.WriteLine(line);
}

async Task<string> ExchangeAsync(string token, Guid device)
{
    var result = await service.ExchangeAsync(new ExchangeRequest(token, device, home));
    return result.Succeeded ? $"ok {result.AccessToken.Value.Reveal()}" : $"refused {result.Reason}";
}

async Task<string> LoginAsync(string subject)
{
    var result = await service.StartAsync(new StartRequest { Subject = subject, Device = Guid.NewGuid(), Fingerprint = home });
    return result.Succeeded ? $"added {result.Grant.Row.Id}" : "full";
}
