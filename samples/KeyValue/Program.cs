using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using NATS.Client.Core;
using NATS.Client.KeyValueStore;
using NATS.Net;
using Sessvm.Samples.KeyValue;

// nats-server -js -sd /var/lib/nats, then: Sessvm__Secret=$(openssl rand -base64 48) dotnet run --project samples/KeyValue
var builder = WebApplication.CreateBuilder(args);
#region snippet: use-key-value
await using var nats = new NatsClient(new NatsOpts
{
    Url = builder.Configuration["Nats"] ?? "nats://127.0.0.1:4222",
    RequestTimeout = TimeSpan.FromSeconds(2),
    CommandTimeout = TimeSpan.FromSeconds(2),
    PublishTimeoutOnDisconnected = true, // fail, where it would wait for the server to return
});
var bucket = await nats.CreateKeyValueStoreContext().CreateStoreAsync("sessions");
builder.Services.AddSessvm().UseKeyValue(new NatsPort(bucket));
#endregion
builder.Services.AddAuthorization();
var app = builder.Build();
app.MapSessvm();
app.MapPost("/login", async (Login login, HttpContext http) =>
{
    if (login.Password != "correct horse")
    {
        return Results.Unauthorized(); // your own check
    }

    await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, login.User)], "password")));
    return Results.Ok();
}).AsSignIn();
app.MapGet("/me", (ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier)).RequireAuthorization();
app.Run();

internal sealed record Login(string User, string Password);
