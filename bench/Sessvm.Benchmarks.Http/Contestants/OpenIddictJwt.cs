using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>OpenIddict's validation of a token that another server issued: in process, without introspection.</summary>
internal sealed class OpenIddictJwt : Contestant
{
    private const string Issuer = "https://bench.example/";
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("an-example-secret-of-forty-odd-bytes-0123456789"));

    public override string Name => "openiddict";

    public override string Title => "OpenIddict validation (HS256)";

    public override void AddTo(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        builder.Services.AddOpenIddict().AddValidation(options =>
        {
            options.SetIssuer(Issuer);
            options.SetConfiguration(new OpenIddictConfiguration { Issuer = new Uri(Issuer), SigningKeys = { Key } });
            options.UseAspNetCore();
        });
    }

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user)
    {
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            TokenType = "at+jwt",
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(4),
            Claims = new Dictionary<string, object> { ["sub"] = Subject(user), ["scope"] = "read write admin" },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
        return Task.FromResult<IReadOnlyList<string>>([$"Authorization: Bearer {token}"]);
    }
}
