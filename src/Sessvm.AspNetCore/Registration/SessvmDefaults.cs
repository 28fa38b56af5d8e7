namespace Sessvm.AspNetCore;

/// <summary>The names that are used where the application gives none.</summary>
public static class SessvmDefaults
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = "Sessvm";

    /// <summary>The section of the configuration that the first scheme reads; further ones read <c>Sessvm:Schemes:‹name›</c>.</summary>
    public const string Section = "Sessvm";

    /// <summary>The CORS policy of the first scheme's <c>AllowedOrigins</c>, with credentials: <c>app.UseCors(SessvmDefaults.CorsPolicy)</c>.</summary>
    public const string CorsPolicy = "Sessvm";

    /// <summary>The type of the claims that hold a scope each.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>The type of the claim that holds the session's handle.</summary>
    public const string SessionClaim = "sid";
}
