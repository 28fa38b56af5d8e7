using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Sessvm.Client;

/// <summary>Sessions for clients of <c>IHttpClientFactory</c>.</summary>
public static class SessvmHttpClientBuilderExtensions
{
    /// <summary>The named client that sends the exchanges; configure it as any other.</summary>
    public const string ExchangeClient = "Sessvm.Client";

    /// <summary>
    /// Signs this client's requests with the session. All clients that say so share one <see cref="SessionClient"/>, a singleton; it is
    /// the application's one session, as of a native or a console program. Turns the client's cookie jar off: a jar is
    /// shared by all who use the factory's handlers.
    /// </summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Where the server is; needed once.</param>
    public static IHttpClientBuilder AddSessvm(this IHttpClientBuilder builder, Action<SessionClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSessvmClient(configure);
        return builder
            .ConfigurePrimaryHttpMessageHandler((handler, _) => WithoutJar(handler))
            .AddHttpMessageHandler(services => new SessionHandler(services.GetRequiredService<SessionClient>()));
    }

    /// <summary>Adds the <see cref="SessionClient"/> alone.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Where the server is; needed once.</param>
    public static IServiceCollection AddSessvmClient(this IServiceCollection services, Action<SessionClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null)
        {
            services.AddSingleton(new Configuration(configure));
        }

        if (services.Any(one => one.ServiceType == typeof(SessionClient)))
        {
            return services;
        }

        services.AddHttpClient(ExchangeClient).ConfigurePrimaryHttpMessageHandler((handler, _) =>
        {
            WithoutJar(handler);
            if (handler is SocketsHttpHandler sockets)
            {
                sockets.AllowAutoRedirect = false;
            }
        });
        services.TryAddSingleton(Create);
        return services;
    }

    private static SessionClient Create(IServiceProvider services)
    {
        var options = new SessionClientOptions();
        foreach (var one in services.GetServices<Configuration>())
        {
            one.Apply(options);
        }

        var factory = services.GetRequiredService<IHttpClientFactory>();
        return new SessionClient(options, () => factory.CreateClient(ExchangeClient), services.GetService<ILogger<SessionClient>>());
    }

    private static void WithoutJar(HttpMessageHandler handler)
    {
        switch (handler)
        {
            case SocketsHttpHandler sockets:
                sockets.UseCookies = false;
                break;
            case HttpClientHandler client:
                client.UseCookies = false;
                break;
        }
    }

    private sealed record Configuration(Action<SessionClientOptions> Apply);
}
