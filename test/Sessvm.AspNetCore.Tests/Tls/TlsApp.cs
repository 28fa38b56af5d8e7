using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests;

/// <summary>An application over HTTPS that tells each client what it read of its hello.</summary>
internal sealed class TlsApp(TestApp app, string folder) : IAsyncDisposable
{
    public TestApp App => app;

    public int Port => app.Address.Port;

    /// <summary>The first bytes of each connection, as they came.</summary>
    public ConcurrentQueue<byte[]> Hellos { get; private init; } = [];

    /// <summary>Starts on an endpoint that <paramref name="listen"/> configures.</summary>
    public static async Task<TlsApp> StartAsync(
        Action<ListenOptions, X509Certificate2>? listen = null, Action<WebApplicationBuilder, string>? build = null, Action<WebApplication>? map = null, params string[] settings)
    {
        string folder = Directory.CreateTempSubdirectory("sessvm-tls").FullName;
        var certificate = WriteCertificate(folder);
        ConcurrentQueue<byte[]> hellos = [];
        var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.WebHost.UseKestrelHttpsConfiguration();
                if (build is not null)
                {
                    build(builder, folder);
                }
                else
                {
                    builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
                    {
                        Record(endpoint, hellos);
                        (listen ?? ((one, own) => one.UseHttps(own)))(endpoint, certificate);
                    }));
                }

                builder.Services.AddSessvm(); // after the endpoints: as an application may have it
            },
            web =>
            {
                web.MapSessvm();
                map?.Invoke(web);
                TestEndpoints.Map(web);
                web.MapGet("/tls", Tell);
            },
            settings);
        return new TlsApp(app, folder) { Hellos = hellos };
    }

    /// <summary>An HTTPS endpoint from the certificate's file.</summary>
    public static void Listen(WebApplicationBuilder builder, string folder) =>
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(Path.Combine(folder, "localhost.pfx"))));

    /// <summary>One request over a stream of the test's own.</summary>
    public async Task<string> GetAsync(string path, Func<Stream, Stream>? wire = null, SslProtocols protocols = SslProtocols.None, string more = "")
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        Stream stream = wire?.Invoke(socket.GetStream()) ?? socket.GetStream();
        if (app.Address.Scheme == "https")
        {
            var tls = new SslStream(stream, false, static (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols });
            stream = tls;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"));
        string answer = await new StreamReader(stream).ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 200");
        string body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return body.Split("\r\n") is [_, var chunk, ..] ? chunk : body;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Tell(HttpContext context)
    {
        context.Response.Headers.Connection = "close"; // the next request comes with a hello of its own
        var scheme = context.RequestServices.GetRequiredKeyedService<SessvmScheme>("Sessvm");
        var read = context.Features.Get<ITlsFingerprintFeature>()?.Fingerprint;
        return $"{read?.Ja4 ?? "none"} {read?.Ja3 ?? "none"} {scheme.FingerprintOf(context).Tls ?? "none"}";
    }

    private static void Record(ListenOptions endpoint, ConcurrentQueue<byte[]> hellos)
    {
        IConnectionBuilder builder = endpoint;
        builder.Use(next => async connection =>
        {
            var read = await connection.Transport.Input.ReadAsync();
            hellos.Enqueue(System.Buffers.BuffersExtensions.ToArray(read.Buffer));
            connection.Transport.Input.AdvanceTo(read.Buffer.Start);
            await next(connection);
        });
    }

    private static X509Certificate2 WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        byte[] pfx = made.Export(X509ContentType.Pkcs12);
        File.WriteAllBytes(Path.Combine(folder, "localhost.pfx"), pfx);
        File.WriteAllText(Path.Combine(folder, "localhost.pem"), made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return X509CertificateLoader.LoadPkcs12(pfx, null);
    }
}
