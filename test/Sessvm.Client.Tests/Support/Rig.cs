using Microsoft.Extensions.Time.Testing;

namespace Sessvm.Client.Tests.Support;

/// <summary>A client that is signed in to a scripted server, and all that it told.</summary>
internal sealed class Rig
{
    public static readonly Uri Home = new("https://app.example");

    private Rig(Action<SessionClientOptions>? configure)
    {
        var options = new SessionClientOptions { Address = Home, TimeProvider = Clock };
        configure?.Invoke(options);
        Client = new SessionClient(options, new HttpMessageInvoker(Server));
        Client.Refreshed += (_, result) => Told.Add(result.Session ?? "refreshed");
        Client.Ended += (_, why) => Told.Add("ended " + why.Code);
        Client.StepUpRequired += (_, why) => Told.Add($"step-up {why.MaxAge?.TotalSeconds}".Trim());
        Http = new HttpClient(new SessionHandler(Client, Server)) { BaseAddress = Home };
    }

    public ScriptedServer Server { get; } = new();

    public FakeTimeProvider Clock { get; } = new();

    public SessionClient Client { get; }

    public HttpClient Http { get; }

    public List<string> Told { get; } = [];

    public static SessionTokens Tokens(int generation = 1, bool refresh = false) => new("6f1c2f5e-0000-4000-8000-000000000001")
    {
        AccessToken = ScriptedServer.Token(generation),
        RefreshToken = refresh ? ScriptedServer.Token(generation, 'R') : null,
    };

    /// <summary>Signed in with a token that has expired.</summary>
    public static async Task<Rig> ExpiredAsync(Action<SessionClientOptions>? configure = null)
    {
        var rig = await SignedInAsync(configure);
        rig.Server.Good = ScriptedServer.Token(2);
        rig.Server.OnRefresh = _ => Task.FromResult(ScriptedServer.Granted(rig.Server.Good));
        return rig;
    }

    public static async Task<Rig> SignedInAsync(Action<SessionClientOptions>? configure = null)
    {
        var rig = new Rig(configure);
        await rig.Client.SignInAsync(Tokens());
        return rig;
    }

    public static Rig SignedOut() => new(null);
}
