using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Sessvm.Benchmarks.Peers;

/// <summary>What most would pick: a JWT under HS256, validated into a claims identity.</summary>
internal sealed class JwtPeer
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SecurityTokenDescriptor _descriptor;
    private readonly TokenValidationParameters _parameters;

    public JwtPeer(DateTimeOffset now)
    {
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Scene.Secret));
        _descriptor = new SecurityTokenDescriptor
        {
            Issuer = Scene.Issuer,
            Audience = Scene.Audience,
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = Scene.Subject, ["scope"] = string.Join(' ', Scene.Scopes) },
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        };
        _parameters = new TokenValidationParameters
        {
            ValidIssuer = Scene.Issuer,
            ValidAudience = Scene.Audience,
            IssuerSigningKey = key,
            NameClaimType = "sub",
        };
        Text = Create();
    }

    public string Text { get; }

    public string Create() => _handler.CreateToken(_descriptor);

    public ClaimsIdentity Validate()
    {
        TokenValidationResult result = _handler.ValidateTokenAsync(Text, _parameters).GetAwaiter().GetResult();
        return result.IsValid ? result.ClaimsIdentity : throw new InvalidOperationException("The JWT does not verify.", result.Exception);
    }
}
