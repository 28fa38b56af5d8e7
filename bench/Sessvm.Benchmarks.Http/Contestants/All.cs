namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>All of them that are written in C#.</summary>
internal static class All
{
    public static IReadOnlyList<Contestant> Contestants { get; } =
    [
        new Plain(),
        new AcceptAll(),
        new SessvmCookie(),
        new SessvmBearer(),
        new JwtBearer(),
        new OpenIddictJwt(),
        new CookieTicket(),
        new CookieTicketStore(),
        new BearerTicket(),
    ];
}
