using System.Net.Http.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Client.Tests.Support;

namespace Sessvm.Client.Tests.Demo;

/// <summary>What docs/dotnet-client.md shows, compiled and run.</summary>
public sealed class DocumentationTests : ClientTest
{
    [Fact]
    public void Every_snippet_is_code_that_these_tests_run() => SnippetCheck.Complaints("docs/dotnet-client.md").ShouldBeEmpty();

    [Fact]
    public async Task The_five_minute_path_leads_from_nothing_to_a_session_that_survives_expiry()
    {
        var demo = await StartDemoAsync(["--Store", "memory", .. Quick]);
        var address = demo.Address;
        var services = new ServiceCollection();
        using var written = new StringWriter();
        var console = written;

        #region snippet: dotnet-client-register
        services.AddHttpClient("app", http => http.BaseAddress = address)
            .AddSessvm(options => options.Address = address);
        #endregion

        await using var provider = services.BuildServiceProvider();

        #region snippet: dotnet-client-sign-in
        var session = provider.GetRequiredService<SessionClient>();
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("app");

        using var answer = await http.PostAsJsonAsync("/login", new { user = "alice", password = "sessvm", refresh = true });
        var result = await session.SignInAsync(answer);
        if (!result.Succeeded)
        {
            console.WriteLine($"Not signed in: {result.Refusal.Code}");
        }
        #endregion

        #region snippet: dotnet-client-events
        session.Ended += (_, why) => console.WriteLine($"Sign in again: {why.Code}");
        session.StepUpRequired += (_, why) => console.WriteLine($"Enter your password again, {why.MaxAge} old at most");
        #endregion

        result.Succeeded.ShouldBeTrue();
        var before = await session.GetTokensAsync();
        await ExpiredAsync(address, before);

        #region snippet: dotnet-client-call
        using var profile = await http.GetAsync("/api/profile"); // an expired token is exchanged on the way
        if (await profile.ReadRefusalAsync() is { } refusal)
        {
            console.WriteLine(refusal.Reason.IsTransient() ? "Try again later" : $"Refused: {refusal.Code}");
        }
        #endregion

        profile.IsSuccessStatusCode.ShouldBeTrue();
        (await session.GetTokensAsync()).AccessToken.ShouldNotBe(before.AccessToken);
        await RevokeOthersAsync(address);
        await EventuallyAsync(async () => !(await http.GetAsync("/api/profile")).IsSuccessStatusCode);
        written.ToString().ShouldStartWith("Sign in again: ");
    }

    [Fact]
    public async Task Tokens_are_kept_in_a_file()
    {
        string directory = Kept;
        var address = new Uri("https://app.example");

        #region snippet: dotnet-client-file
        var session = new SessionClient(new SessionClientOptions
        {
            Address = address,
            Store = FileTokenStore.Open(Path.Combine(directory, "session")),
        });
        #endregion

        var tokens = await session.GetTokensAsync();
        (await FileTokenStore.Open(Path.Combine(directory, "session")).ReadAsync()).ShouldBe(tokens);
    }

    [Fact]
    public async Task Messages_are_read_until_the_session_ends()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        var (session, _) = await SignInAsync(demo.Address);
        var socket = new UriBuilder(demo.Address) { Scheme = "ws", Path = "/ws" }.Uri;
        using var console = new StringWriter();
        using var stop = new CancellationTokenSource();
        var reading = ReadAsync();
        await EventuallyAsync(() => console.ToString().Contains("alice", StringComparison.Ordinal));
        await RevokeOthersAsync(demo.Address);
        await reading;

        async Task ReadAsync()
        {
            #region snippet: dotnet-client-socket
            await foreach (string message in session.ReadWebSocketAsync(socket, cancellationToken: stop.Token))
            {
                console.WriteLine(message);
            }
            #endregion
        }
    }

    [Fact]
    public async Task Calls_of_gRPC_carry_the_session()
    {
        var rig = await Rig.SignedInAsync();
        var client = rig.Client;
        var address = Rig.Home;
        var handler = rig.Server;
        rig.Server.OnCall = _ => new HttpResponseMessage();

        #region snippet: dotnet-client-grpc
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
            client.AddCredentialsAsync(metadata.Add, context.CancellationToken));
        using var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, credentials),
        });
        #endregion

        var bytes = Marshallers.Create<byte[]>(one => one, one => one);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "a.Service", "Call", bytes, bytes);
        await Should.ThrowAsync<RpcException>(channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, []).ResponseAsync);
        var asked = rig.Server.All.ShouldHaveSingleItem();
        (asked.Path, asked.Token, asked.Device).ShouldBe(("/a.Service/Call", ScriptedServer.Token(1), Rig.Tokens().DeviceId));
    }
}
