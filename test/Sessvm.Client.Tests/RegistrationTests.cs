using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Client.Tests.Support;

namespace Sessvm.Client.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Clients_of_the_factory_share_one_session_and_exchange_by_the_named_client()
    {
        var services = new ServiceCollection();
        var server = new ScriptedServer { Good = ScriptedServer.Token(2) };
        server.OnRefresh = _ => Task.FromResult(ScriptedServer.Granted(server.Good));
        services.AddHttpClient("one", http => http.BaseAddress = Rig.Home).AddSessvm(options => options.Address = Rig.Home).ConfigurePrimaryHttpMessageHandler(() => server);
        services.AddHttpClient("two", http => http.BaseAddress = Rig.Home).AddSessvm().ConfigurePrimaryHttpMessageHandler(() => server);
        services.AddHttpClient(SessvmHttpClientBuilderExtensions.ExchangeClient).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<SessionClient>().SignInAsync(Rig.Tokens());
        var factory = provider.GetRequiredService<IHttpClientFactory>();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(one => Task.Run(() => factory.CreateClient(one % 2 == 0 ? "one" : "two").GetAsync("/api"))));

        answers.ShouldAllBe(one => one.StatusCode == HttpStatusCode.OK);
        server.Exchanges.ShouldBe(1);
    }

    [Fact]
    public void A_jar_of_cookies_is_turned_off_and_a_setting_after_it_stands()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("jarless").AddSessvm(options => options.Address = Rig.Home);
        services.AddHttpClient("own").AddSessvm().ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)handler).UseCookies = true);
        using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IHttpMessageHandlerFactory>();

        Primary(factory.CreateHandler("jarless")).UseCookies.ShouldBeFalse();
        Primary(factory.CreateHandler("own")).UseCookies.ShouldBeTrue();
        Primary(factory.CreateHandler(SessvmHttpClientBuilderExtensions.ExchangeClient)).AllowAutoRedirect.ShouldBeFalse();
    }

    [Fact]
    public void An_address_that_was_forgotten_is_told_by_name()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("one").AddSessvm();
        using var provider = services.BuildServiceProvider();

        Should.Throw<ArgumentException>(() => provider.GetRequiredService<SessionClient>()).Message.ShouldContain("SessionClientOptions.Address");
    }

    private static SocketsHttpHandler Primary(HttpMessageHandler handler)
    {
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler!;
        }

        return (SocketsHttpHandler)handler;
    }
}
