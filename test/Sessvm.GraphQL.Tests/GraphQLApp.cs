using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore.Tests;

namespace Sessvm.GraphQL.Tests;

/// <summary>An application with a schema, and what is asked of it.</summary>
internal static class GraphQLApp
{
    public static Witness Witness(this TestApp app) => app.Web.Services.GetRequiredService<Witness>();

    public static Task<TestApp> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static Task<TestApp> StartAsync(Action<SessvmGraphQLOptions>? configure, params string[] settings) => TestApp.BearerAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddSingleton<Witness>();
            builder.Services.AddGraphQL(graphql => graphql
                .AddAutoSchema<Query>(schema => schema.WithMutation<Mutation>().WithSubscription<Subscription>())
                .ConfigureSchema(schema => schema.RegisterType(typeof(AutoRegisteringObjectGraphType<Gem>)))
                .AddSystemTextJson()
                .AddSessvm());
        },
        web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.MapSessvmGraphQL(configure: configure);
        },
        settings);

    public static async Task<Person> SignInAsync(this TestApp app, params string[] scopes)
    {
        var browser = app.Browser();
        var login = await browser.LoginAsync("alice", $",\"scopes\":{JsonSerializer.Serialize(scopes)}");
        return new Person(browser, login.GetProperty("atk").GetString()!);
    }

    public static Task<Answer> AskAsync(this Person person, string query, params string[] headers) =>
        person.Browser.PostAsync("/graphql", JsonSerializer.Serialize(new { query }), [.. person.Headers, .. headers]);
}

internal sealed record Person(Browser Browser, string Token)
{
    public string[] Headers => [$"Authorization: Bearer {Token}", $"X-Session-Device: {Browser.Device}"];

    public string Init => $$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{Token}}}","X-Session-Device":"{{{Browser.Device}}}"}}""";
}
