using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sessvm.Revocation;

namespace Sessvm.AspNetCore;

/// <summary>Makes the feed of a scheme whose store brought a log.</summary>
internal static class SessvmFeed
{
    public static LogRevocationFeed Create(IServiceProvider services, string scheme)
    {
        var options = services.GetRequiredService<IOptionsMonitor<SessvmOptions>>().Get(scheme).ToSessionOptions();
        return new LogRevocationFeed(
            services.GetRequiredKeyedService<IRevocationLog>(scheme),
            new RevocationFeedOptions { Bound = options.RevocationBound, Keep = options.RefusalHorizon },
            services.GetService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Sessvm"));
    }
}
