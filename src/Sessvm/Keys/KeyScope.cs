namespace Sessvm.Keys;

/// <summary>
/// What a ring's keys are for. It goes into their derivation, so a token for another issuer, audience or scheme does
/// not verify, at no cost in bytes.
/// </summary>
/// <param name="Issuer">Who mints, as the application names it.</param>
/// <param name="Audience">Whom the tokens are for.</param>
/// <param name="Scheme">The authentication scheme.</param>
public sealed record KeyScope(string Issuer, string Audience, string Scheme);
