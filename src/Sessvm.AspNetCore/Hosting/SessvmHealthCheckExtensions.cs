using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sessvm.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Health checks of sessions.</summary>
public static class SessvmHealthCheckExtensions
{
    /// <summary>Checks that the store answers and that ends are heard.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="scheme">The scheme; the first one by default.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a store that cannot be reached means; unhealthy by default.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    public static IHealthChecksBuilder AddSessvm(
        this IHealthChecksBuilder builder, string? scheme = null, string name = "sessvm", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name, services => new SessvmHealthCheck(services.GetRequiredService<SchemeRegistry>(), scheme), failureStatus, tags));
    }
}
