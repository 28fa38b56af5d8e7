namespace Sessvm.Demo.Tests.Transports;

/// <summary>The demo's GraphQL, by the audits and the client that its users would take.</summary>
public sealed class GraphQLTests(NodeScripts scripts) : DemoTest, IClassFixture<NodeScripts>
{
    [Fact]
    public async Task It_passes_the_audits_of_graphql_http()
    {
        scripts.ShouldNotBeNull();
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        await NodeScripts.RunAsync("graphql-audit.mjs", demo.Address.ToString());
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Cookie")]
    public async Task The_client_graphql_ws_follows_a_session_to_its_forced_end(string mode)
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", mode);
        await NodeScripts.RunAsync("graphql-ws.mjs", demo.Address.ToString());
    }
}
