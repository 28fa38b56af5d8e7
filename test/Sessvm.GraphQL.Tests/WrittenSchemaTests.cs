using GraphQL;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore.Tests;

namespace Sessvm.GraphQL.Tests;

/// <summary>Schemas that are written out, several of them in one application.</summary>
public sealed class WrittenSchemaTests
{
    [Fact]
    public async Task Fields_and_types_ask_for_scopes_whenever_their_resolvers_are_set()
    {
        await using var app = await StartAsync();
        string[] queries = ["{ before }", "{ after }", "{ plain }", "{ safe { gold } }", "{ open { silver } }"];
        foreach (string query in queries)
        {
            var refused = await (await app.SignInAsync("read")).AskAsync(query);
            refused.Body.ShouldContain("insufficient-scope");
            refused.Body.ShouldNotContain("treasure");
            (await (await app.SignInAsync("admin")).AskAsync(query)).Body.ShouldContain("treasure");
        }

        (await (await app.SignInAsync()).AskAsync("{ free }")).Body.ShouldBe("""{"data":{"free":"air"}}""");
    }

    [Fact]
    public async Task Each_schema_has_an_endpoint_of_its_own()
    {
        await using var app = await StartAsync();
        var alice = await app.SignInAsync();
        (await alice.Browser.PostAsync("/other", """{"query":"{ other }"}""", alice.Headers)).Body.ShouldBe("""{"data":{"other":"yes"}}""");
        (await alice.AskAsync("{ other }")).Json.TryGetProperty("errors", out _).ShouldBeTrue();
    }

    [Fact]
    public void A_demand_of_nothing_is_a_mistake() =>
        Should.Throw<ArgumentException>(() => new SafeType().RequireScope());

    [Fact]
    public async Task What_an_interface_asks_for_holds_for_the_objects_behind_it()
    {
        await using var app = await StartAsync();
        foreach (string query in new[] { "{ thing { worth } }", "{ thing { ... on Gem { worth } } }", "{ gem { worth } }" })
        {
            var refused = await (await app.SignInAsync("read")).AskAsync(query);
            refused.Body.ShouldContain("insufficient-scope");
            refused.Body.ShouldNotContain("treasure");
            (await (await app.SignInAsync("admin")).AskAsync(query)).Body.ShouldContain("treasure");
        }
    }

    [Fact]
    public void A_demand_that_nothing_would_check_keeps_the_schema_from_starting()
    {
        var query = new ObjectGraphType { Name = "Query" };
        var schema = new Schema { Query = query };
        var input = new InputObjectGraphType { Name = "Input" };
        input.Field<StringGraphType>("secret").RequireScope("admin");
        query.Field<StringGraphType>("ask").Arguments(new QueryArgument(input) { Name = "with" }).Resolve(_ => "");
        schema.RegisterVisitor(new ScopeGuard());
        Should.Throw<InvalidOperationException>(schema.Initialize).Message.ShouldContain("'secret' asks for scopes");
    }

    private static Task<TestApp> StartAsync() => TestApp.BearerAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddGraphQL(graphql => graphql.AddSchema<WrittenSchema>().AddSchema<OtherSchema>().AddSystemTextJson().AddSessvm());
        },
        web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.MapSessvmGraphQL<WrittenSchema>();
            web.MapSessvmGraphQL<OtherSchema>("/other");
        });

    private sealed record Chest(string Gold, string Silver, string Plain);

    private sealed class SafeType : ObjectGraphType<Chest>
    {
        public SafeType()
        {
            Name = "Safe";
            this.RequireScope("admin");
            Field(chest => chest.Gold);
        }
    }

    private sealed class ThingType : InterfaceGraphType<Chest>
    {
        public ThingType()
        {
            Name = "Thing";
            Field<StringGraphType>("worth").RequireScope("admin");
        }
    }

    private sealed class GemType : ObjectGraphType<Chest>
    {
        public GemType(ThingType thing)
        {
            Name = "Gem";
            Field<StringGraphType>("worth").Resolve(_ => "treasure");
            AddResolvedInterface(thing);
            IsTypeOf = _ => true;
        }
    }

    private sealed class OpenType : ObjectGraphType<Chest>
    {
        public OpenType()
        {
            Name = "Open";
            Field(chest => chest.Silver).RequireScope("admin");
        }
    }

    private sealed class WrittenSchema : Schema
    {
        public WrittenSchema(IServiceProvider services)
            : base(services)
        {
            var query = new ObjectGraphType<Chest> { Name = "Query" };
            query.Field<StringGraphType>("before").RequireScope("admin").Resolve(_ => "treasure");
            query.Field<StringGraphType>("after").Resolve(_ => "treasure").RequireScope("admin");
            query.Field<StringGraphType>("plain").RequireScope("admin").ResolveAsync(_ => Task.FromResult<object?>("treasure"));
            query.Field<StringGraphType>("free").Resolve(_ => "air");
            query.Field("safe", new SafeType()).Resolve(_ => new Chest("treasure", "", ""));
            query.Field("open", new OpenType()).Resolve(_ => new Chest("", "treasure", ""));
            var thing = new ThingType();
            var gem = new GemType(thing);
            query.Field("thing", thing).Resolve(_ => new Chest("", "", ""));
            query.Field("gem", gem).Resolve(_ => new Chest("", "", ""));
            RegisterType(gem);
            Query = query;
        }
    }

    private sealed class OtherSchema : Schema
    {
        public OtherSchema(IServiceProvider services)
            : base(services)
        {
            var query = new ObjectGraphType { Name = "Query" };
            query.Field<StringGraphType>("other").Resolve(_ => "yes");
            Query = query;
        }
    }
}
