namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>All of them that are written in C#.</summary>
internal static class All
{
    public static IReadOnlyList<Contestant> Contestants { get; } =
    [
        new Plain(),
        new SessvmCookie(),
        new AcceptAll("accept-all", like: "sessvm"),
        new SessvmBearer(),
        new AcceptAll("accept-all-bearer", like: "sessvm-bearer"),
        new LooksUp(),
        new JwtBearer(),
        new OpenIddictJwt(),
        new CookieTicket(),
        new CookieTicketStore(),
        new BearerTicket(),
    ];
}
