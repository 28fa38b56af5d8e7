using System.Security.Claims;
using System.Text;
using Microsoft.IdentityModel.Tokens;

// What samples/Minimal is compared with: the same page behind JwtBearer. It has no sign-in and keeps nothing.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication("Bearer").AddJwtBearer(options => options.TokenValidationParameters = new TokenValidationParameters
{
    ValidIssuer = "bench",
    ValidAudience = "bench",
    IssuerSigningKey = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(builder.Configuration["Secret"]!)),
});
builder.Services.AddAuthorization();
var app = builder.Build();
app.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)).RequireAuthorization();
app.Run();
