using System.Globalization;
using Sessvm.Benchmarks;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

// Walks one path as often as it is told, and says nothing: bench/instructions.sh counts what the processor does meanwhile.
if (args is not [var path, var times] || !int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
{
    Console.Error.WriteLine("Usage: Sessvm.Instructions verify|again|refuse|mint <times>. It is meant to be run by bench/instructions.sh.");
    return 2;
}

var clock = new MovedClock();
var keys = Scene.Keys();
var codec = new TokenCodec(keys);
AccessToken token = Scene.Token(keys, clock.GetUtcNow());
string text = codec.MintAccess(token);
SessionService service = Scene.Service(clock);
string live = Scene.Begin(service, Scene.Subject, Scene.Device).AccessToken.Reveal();
SessionGrant gone = Scene.Begin(service, "another", Scene.Device);
Scene.Done(service.EndAsync(EndTarget.One(gone.Row.Id), EndReason.SignedOut));
string ended = gone.AccessToken.Reveal();

Func<bool> step = path switch
{
    "verify" => () => Verify(codec, text, clock.GetUtcNow()),
    "again" => () => Scene.Done(service.AuthenticateAsync(Ask(live))).Succeeded,
    "refuse" => () => !Scene.Done(service.AuthenticateAsync(Ask(ended))).Succeeded,
    "mint" => () => codec.MintAccess(token).Length > 0,
    _ => throw new ArgumentException($"There is no path {path}."),
};
for (int i = 0; i < count; i++)
{
    if (!step())
    {
        Console.Error.WriteLine($"{path} did not go as it should.");
        return 1;
    }
}

return 0;

static AuthenticateRequest Ask(string token) => new(token.AsMemory(), Scene.Device, new RequestTraits(Scene.UserAgent));

static bool Verify(TokenCodec codec, string text, DateTimeOffset now)
{
    Span<byte> scratch = stackalloc byte[256];
    return codec.VerifyAccess(text, scratch, now, out AccessTokenView view) == TokenStatus.Ok && view.Generation == 1;
}
