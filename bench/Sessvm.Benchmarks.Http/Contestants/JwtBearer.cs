using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Sessvm.Benchmarks.Http.Contestants;

/// <summary>ASP.NET Core's JwtBearer over a token signed with HS256.</summary>
internal sealed class JwtBearer : Contestant
{
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("an-example-secret-of-forty-odd-bytes-0123456789"));

    public override string Name => "jwt";

    public override string Title => "JwtBearer (`JsonWebTokenHandler`, HS256)";

    public override void AddTo(WebApplicationBuilder builder) => builder.Services.AddAuthentication("Bearer").AddJwtBearer(options =>
        options.TokenValidationParameters = new TokenValidationParameters { ValidIssuer = "bench", ValidAudience = "bench", IssuerSigningKey = Key });

    public override Task<IReadOnlyList<string>> SignInAsync(HttpClient client, int user)
    {
        string token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "bench",
            Audience = "bench",
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(4),
            Claims = new Dictionary<string, object> { ["sub"] = Subject(user), ["scope"] = "read write admin" },
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
        });
        return Task.FromResult<IReadOnlyList<string>>([$"Authorization: Bearer {token}"]);
    }
}
