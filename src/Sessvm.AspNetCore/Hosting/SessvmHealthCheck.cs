using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.AspNetCore;

/// <summary>Healthy where the store answers and ends are heard in time; degraded where only the store answers.</summary>
internal sealed class SessvmHealthCheck(SchemeRegistry schemes, string? name) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var scheme = schemes.Get(name ?? schemes.Primary);
        try
        {
            await scheme.Store.FindAsync(SessionId.Create("health"), cancellationToken);
        }
        catch (SessionStoreException failure)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The session store cannot be reached.", failure);
        }

        var silence = scheme.Feed.Silence;
        var data = new Dictionary<string, object> { ["feed.silence"] = silence == TimeSpan.MaxValue ? "never heard" : silence };
        return scheme.Feed.IsCurrent
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Ends of sessions are not heard within the bound: each request asks the store.", data: data);
    }
}
