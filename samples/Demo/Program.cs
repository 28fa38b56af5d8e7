using System.Security.Claims;
using GraphQL;
using OpenTelemetry.Metrics;
using Sessvm.Demo.Events;
using Sessvm.Demo.Pages;
using Sessvm.Demo.Setup;
using Sessvm.Events;

var builder = WebApplication.CreateBuilder(args);
string directory = builder.Environment.ContentRootPath;
string? secretFile = DemoSecret.AddTo(builder.Configuration, directory);

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<LoggingSessionEvents>();
builder.Services.AddSingleton<EventBoard>();
builder.Services.AddSingleton<ISessionEvents>(services => services.GetRequiredService<EventBoard>());
var sessvm = builder.Services.AddSessvm();
string store = DemoStore.Choose(sessvm, builder.Configuration, directory);
builder.Services.AddAuthorization();
builder.Services.AddSignalR();
builder.Services.AddGraphQL(graphql => graphql.AddAutoSchema<Query>(schema => schema.WithSubscription<Subscription>()).AddSystemTextJson().AddSessvm());
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning); // the line of each request would print a hub's access_token
builder.Services.AddHealthChecks().AddSessvm();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
    .AddMeter(SessionMetrics.Name)
    .AddAspNetCoreInstrumentation()
    .AddPrometheusExporter());

var app = builder.Build();
app.UseSecurityHeaders();
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapSessvm();
app.MapPost("/login", LoginEndpoint.HandleAsync).AsSignIn();
app.MapPost("/step-up", StepUpEndpoint.HandleAsync).AsStepUp();
app.MapGet("/api/profile", (ClaimsPrincipal user) => Profile.Of(user)).RequireAuthorization();
app.MapPost("/api/profile", (ClaimsPrincipal user) => Profile.Of(user)).RequireAuthorization();
app.MapGet("/api/admin", (ClaimsPrincipal user) => Profile.Of(user)).RequireScope("admin");
app.MapPost("/api/email", EmailEndpoint.Handle).RequireFresh(builder.Configuration.GetValue("FreshFor", TimeSpan.FromMinutes(5)));
app.MapGet("/demo/state", StateEndpoint.HandleAsync).RequireAuthorization().AsBackground().AllowWhileHeld();
app.MapGet("/demo/events", EventsEndpoint.Handle).RequireAuthorization().AsBackground();
app.MapSessvmWebSocket("/ws", SocketEndpoint.HandleAsync);
app.MapHub<EchoHub>("/hub");
app.MapSessvmGraphQL();
app.MapHealthChecks("/health");
app.MapPrometheusScrapingEndpoint();

app.Logger.LogInformation("Sessions live in {Store}.", store);
if (secretFile is not null)
{
    app.Logger.LogWarning(
        "DEVELOPMENT SECRET: tokens are signed with a generated secret from {File}. Set Sessvm__Secret to your own before anybody relies on this.",
        secretFile);
}

app.Run();
