using System.Net;
using Sessvm.AspNetCore.Tests;
using Sessvm.Stores;

namespace Sessvm.GraphQL.Tests;

public sealed class HttpTests
{
    [Fact]
    public async Task A_query_knows_the_session()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        var answer = await alice.AskAsync("{ sub }");
        answer.ShouldBe(200);
        answer.Body.ShouldBe("""{"data":{"sub":"alice"}}""");
        answer.One("Content-Type").ShouldBe("application/json; charset=utf-8");
        answer.One("Cache-Control").ShouldBe("no-store");
        (await alice.AskAsync("{ sub }", "Accept: application/graphql-response+json")).One("Content-Type").ShouldBe("application/graphql-response+json; charset=utf-8");
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_why()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        var nobody = new Person(app.Browser(), "");
        (await nobody.Browser.PostAsync("/graphql", """{"query":"{ sub }"}""")).ShouldBe(401, "missing-bearer");
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await alice.AskAsync("{ sub }")).ShouldBe(401, "access-expired");
        var bob = await app.SignInAsync();
        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);
        (await bob.AskAsync("{ sub }")).ShouldBe(401, "session-not-active");
    }

    [Fact]
    public async Task Where_everybody_is_served_a_wrong_credential_is_refused_all_the_same()
    {
        await using var app = await GraphQLApp.StartAsync(options => options.AllowAnonymous = true);
        var alice = await app.SignInAsync();
        var answer = await app.Browser().PostAsync("/graphql", """{"query":"{ sub secret }"}""");
        answer.ShouldBe(200);
        answer.Body.ShouldContain("missing-bearer");
        answer.Body.ShouldNotContain("the secret");
        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await alice.AskAsync("{ sub }")).ShouldBe(401, "access-expired");
    }

    [Theory]
    [InlineData("{ secret }")]
    [InlineData("{ vault { gold } }")]
    [InlineData("{ thing { value } }")] // reached through an interface
    [InlineData("{ thing { ...F } } fragment F on IThing { value }")]
    [InlineData("{ thing { ... on Gem { value } } }")]
    [InlineData("query($yes: Boolean = true) { secret @include(if: $yes) }")]
    [InlineData("{ a: secret }")]
    [InlineData("{ both }")]
    public async Task A_field_is_resolved_only_with_its_scopes(string query)
    {
        await using var app = await GraphQLApp.StartAsync();
        var refused = await (await app.SignInAsync("read")).AskAsync(query);
        refused.ShouldBe(200);
        refused.Body.ShouldContain("\"code\":\"insufficient-scope\"");
        refused.Body.ShouldNotContain("the secret");
        refused.Body.ShouldNotContain("gold\":\"");
        refused.Body.ShouldNotContain("a lot");
        refused.Body.ShouldNotContain("both\":\"");
        (await (await app.SignInAsync("admin", "audit")).AskAsync(query)).Body.ShouldNotContain("errors");
    }

    [Fact]
    public async Task What_is_refused_leaves_the_rest_of_the_answer_and_runs_nothing()
    {
        await using var app = await GraphQLApp.StartAsync();
        var bob = await app.SignInAsync("read");
        (await bob.AskAsync("{ sub secret }")).Json.TryGetProperty("errors", out _).ShouldBeTrue();
        (await bob.AskAsync("mutation { erase }")).Body.ShouldContain("insufficient-scope");
        app.Witness().Erased.ShouldBeFalse();
    }

    [Fact]
    public async Task Get_takes_queries_only_and_subscriptions_need_a_socket()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        Task<Answer> GetAsync(string query) => alice.Browser.GetAsync($"/graphql?query={Uri.EscapeDataString(query)}", alice.Headers);
        (await GetAsync("{ sub }")).Body.ShouldBe("""{"data":{"sub":"alice"}}""");
        var mutation = await GetAsync("mutation { set(to: \"x\") }");
        mutation.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        mutation.One("Allow").ShouldBe("POST");
        (await alice.AskAsync("mutation { set(to: \"x\") }")).Body.ShouldBe("""{"data":{"set":"x"}}""");
        (await alice.AskAsync("subscription { count(to: 3) }")).Body.ShouldContain("graphql-transport-ws");
        (await GetAsync("subscription { count(to: 3) }")).Body.ShouldContain("graphql-transport-ws");
        (await alice.Browser.SendAsync(HttpMethod.Put, "/graphql", Browser.Json("{}"), alice.Headers)).Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_post_with_a_cookie_needs_the_csrf_token()
    {
        await using var app = await GraphQLApp.StartAsync("Mode=Cookie");
        var alice = await app.SignInAsync();
        (await alice.Browser.PostAsync("/graphql", """{"query":"{ sub }"}""")).ShouldBe(200);
        (await alice.Browser.SendAsync(HttpMethod.Post, "/graphql", Browser.Json("""{"query":"{ sub }"}"""))).ShouldBe(403, "missing-csrf-header");
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"query":1}""", 400)]
    [InlineData("""{"query":""}""", 400)]
    [InlineData("""{"query":"{ sub }","variables":"x"}""", 400)]
    [InlineData("""{"query":"{ sub }","operationName":7}""", 400)]
    [InlineData("""{"query":"{ sub }","variables":null,"operationName":null,"extensions":{}}""", 200)]
    [InlineData("""{"query":"{ nothing }"}""", 200)]
    [InlineData("""{"query":"{"}""", 200)]
    public async Task A_malformed_request_is_the_clients_mistake(string body, int status)
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        ((int)(await alice.Browser.PostAsync("/graphql", body, alice.Headers)).Status).ShouldBe(status);
        app.Log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
    }

    [Fact]
    public async Task A_body_that_is_too_long_or_of_another_kind_is_not_read()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        string query = $"{{\"query\":\"{{ sub }} #{new string('x', 70_000)}\"}}";
        ((int)(await alice.Browser.PostAsync("/graphql", query, alice.Headers)).Status).ShouldBe(413);
        using var chunked = new PushContent(query);
        ((int)(await alice.Browser.SendAsync(HttpMethod.Post, "/graphql", chunked, alice.Headers)).Status).ShouldBe(413);
        ((int)(await alice.Browser.SendAsync(HttpMethod.Post, "/graphql", new StringContent("{ sub }"), alice.Headers)).Status).ShouldBe(415);
        ((int)(await alice.AskAsync("{ sub }", "Accept: text/html")).Status).ShouldBe(406);
    }

    [Fact]
    public async Task A_resolver_that_fails_tells_the_log_and_not_the_client()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        (await alice.AskAsync("{ fault }")).Body.ShouldNotContain("What only the log may know");
        app.Log.Lines.ShouldContain(line => line.Contains("field Fault failed", StringComparison.OrdinalIgnoreCase) && line.Contains("What only the log may know"));
    }

    private sealed class PushContent : StringContent
    {
        public PushContent(string text)
            : base(text, System.Text.Encoding.UTF8, "application/json")
        {
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false; // sent in chunks
        }
    }
}
