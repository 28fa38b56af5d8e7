using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>Marks an endpoint whose requests are not checked by the middleware.</summary>
internal sealed class CsrfExemption
{
    private CsrfExemption()
    {
    }

    /// <summary>The application says that there is no need.</summary>
    public static CsrfExemption Granted { get; } = new();

    /// <summary>One of Sessvm's own endpoints, which checks for itself, expired tokens too.</summary>
    public static CsrfExemption Own { get; } = new();

    public static bool Has(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CsrfExemption>() is not null;

    public static bool IsOwn(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<CsrfExemption>() == Own;
}
