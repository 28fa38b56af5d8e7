using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Sessvm.AspNetCore;

/// <summary>Has every endpoint of Kestrel look at its connections, however the endpoint is configured.</summary>
/// <remarks>
/// Registered before everything else, since defaults hold only for endpoints that are added after them, and an
/// application's own <c>ConfigureEndpointDefaults</c> takes the place of this one.
/// </remarks>
internal sealed class TlsEndpoints(SchemeNames schemes, IOptionsMonitor<SessvmOptions> options) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions kestrel)
    {
        if (schemes.All.Any(scheme => options.Get(scheme).Fingerprint.Tls))
        {
            kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.UseSessvmTls());
        }
    }
}
