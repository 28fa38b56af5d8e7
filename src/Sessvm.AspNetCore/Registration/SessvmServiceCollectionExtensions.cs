using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sessvm.AspNetCore;
using Sessvm.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Sessvm to the services of an application.</summary>
public static class SessvmServiceCollectionExtensions
{
    /// <summary>Adds sessions under the scheme <c>Sessvm</c>, which is the default scheme where the application sets no other.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Settings, on top of the configuration.</param>
    public static SessvmBuilder AddSessvm(this IServiceCollection services, Action<SessvmOptions>? configure = null) =>
        services.AddSessvm(SessvmDefaults.Scheme, configure);

    /// <summary>Adds sessions under a scheme of any name. Two schemes share nothing: keys, stores, cookies, endpoints.</summary>
    /// <param name="services">The services.</param>
    /// <param name="scheme">The name of the authentication scheme. The first one added reads section <c>Sessvm</c>, further ones <c>Sessvm:Schemes:‹name›</c>.</param>
    /// <param name="configure">Settings, on top of the configuration.</param>
    /// <exception cref="ArgumentException">The scheme was added before.</exception>
    public static SessvmBuilder AddSessvm(this IServiceCollection services, string scheme, Action<SessvmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        SchemeNames names = NamesOf(services);
        if (!names.Add(scheme))
        {
            throw new ArgumentException($"The scheme '{scheme}' was added before; allowed is a name of its own for each scheme.", nameof(scheme));
        }

        AddOptions(services, scheme, names.SectionOf(scheme), configure);
        services.AddAuthentication().AddScheme<SessvmOptions, SessvmHandler>(scheme, null);
        services.AddKeyedSingleton(scheme, (provider, _) => SessvmFeed.Create(provider, scheme));
        services.AddKeyedSingleton(scheme, (provider, _) => SessvmScheme.Create(provider, scheme));
        services.AddKeyedSingleton(scheme, (provider, _) => provider.GetRequiredKeyedService<SessvmScheme>(scheme).Service);
        services.AddKeyedSingleton(scheme, (provider, _) => provider.GetRequiredKeyedService<SessvmScheme>(scheme).Connections);
        if (names.Primary == scheme)
        {
            AddShared(services, scheme);
        }

        return new SessvmBuilder(services, scheme);
    }

    private static void AddOptions(IServiceCollection services, string scheme, string section, Action<SessvmOptions>? configure)
    {
        services.AddSingleton<IConfigureOptions<SessvmOptions>>(provider => new ConfigureNamedOptions<SessvmOptions>(scheme, options =>
        {
            options.Events = SessvmHandler.NoEvents;
            if (provider.GetService<IConfiguration>() is { } configuration)
            {
                SettingsReader.Read(configuration.GetSection(section), options);
            }
        }));
        services.AddSingleton<IOptionsChangeTokenSource<SessvmOptions>>(provider => new ConfigurationChangeTokenSource<SessvmOptions>(
            scheme,
            provider.GetService<IConfiguration>()?.GetSection(section) ?? (IConfiguration)new ConfigurationManager()));
        if (configure is not null)
        {
            services.Configure(scheme, configure);
        }
    }

    private static void AddShared(IServiceCollection services, string scheme)
    {
        services.AddSingleton<SchemeRegistry>();
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, TlsEndpoints>());
        services.AddSingleton(provider => provider.GetRequiredKeyedService<SessionService>(scheme));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<LiveConnections>(scheme));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SessvmHost>());
        services.AddOptions<HubOptions>().Configure<SchemeRegistry>(static (hubs, schemes) => hubs.AddFilter(new SessionHubFilter(schemes)));
        services.TryAddEnumerable(ServiceDescriptor.Scoped<CircuitHandler, SessionCircuit>());
        services.PostConfigure<AuthenticationOptions>(options =>
        {
            if (options.DefaultAuthenticateScheme is null)
            {
                options.DefaultScheme ??= scheme;
            }
        });

        services.AddOptions<CorsOptions>().Configure<IOptionsMonitor<SessvmOptions>>((cors, monitor) => cors.AddPolicy(
            SessvmDefaults.CorsPolicy,
            policy => policy.WithOrigins([.. monitor.Get(scheme).AllowedOrigins]).AllowCredentials().AllowAnyHeader().AllowAnyMethod()
                .WithExposedHeaders("WWW-Authenticate", "Retry-After")));

        // So that the OpenAPI description knows the answers' shapes where reflection is trimmed away.
        services.Configure<JsonOptions>(static options => options.SerializerOptions.TypeInfoResolverChain.Add(SessvmJson.Default));
    }

    private static SchemeNames NamesOf(IServiceCollection services)
    {
        if (services.FirstOrDefault(static service => service.ServiceType == typeof(SchemeNames))?.ImplementationInstance is SchemeNames names)
        {
            return names;
        }

        names = new SchemeNames();
        services.AddSingleton(names);
        return names;
    }
}
