using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Sessvm.Benchmarks.Http.Contestants;

namespace Sessvm.Benchmarks.Http;

/// <summary>Serves one page behind one contestant, until its standard input ends.</summary>
/*
    FORMAT of what it prints
    line 1        the port
    line 2…       the headers that a signed-in client sends, with tabs between them: one line a user
    then          it serves
*/
internal static class Server
{
    /// <summary>The user agent of the client that signs in, and of the load: what a browser sends.</summary>
    public const string UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private static readonly byte[] Page = "Hello, you who are known."u8.ToArray();

    public static async Task RunAsync(Contestant contestant, int users)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAuthorization();
        contestant.AddTo(builder);
        await using WebApplication app = builder.Build();
        contestant.MapTo(app);
        IEndpointConventionBuilder page = app.MapGet("/", static (HttpContext context) =>
        {
            context.Response.ContentType = "text/plain";
            context.Response.ContentLength = Page.Length;
            return context.Response.Body.WriteAsync(Page).AsTask();
        });
        if (contestant.Authorizes)
        {
            page.RequireAuthorization();
        }

        app.MapGet("/allocated", static () => GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));
        await app.StartAsync();

        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("User-Agent", UserAgent);
        client.DefaultRequestHeaders.Add("Origin", address);
        Console.WriteLine(new Uri(address).Port);
        for (int user = 1; user <= users; user++)
        {
            Console.WriteLine(string.Join('\t', await contestant.SignInAsync(client, user)));
        }

        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }
}
