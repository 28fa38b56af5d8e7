using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Revocation;

namespace Sessvm.AspNetCore;

/// <summary>Makes the feed of a scheme: over the log that its store brought, else for this process alone.</summary>
internal static class SessvmFeed
{
    public static IRevocationFeed Create(IServiceProvider services, string scheme)
    {
        if (services.GetKeyedService<IRevocationLog>(scheme) is not { } log)
        {
            return new LocalRevocationFeed();
        }

        var options = services.GetRequiredService<IOptionsMonitor<SessvmOptions>>().Get(scheme).ToSessionOptions();
        return new LogRevocationFeed(
            log,
            new RevocationFeedOptions { Name = scheme, Bound = options.RevocationBound, Keep = options.RefusalHorizon },
            services.GetService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Sessvm"));
    }
}
