using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore.Tests;

/// <summary><c>auth_request</c> of a real nginx in front of an application that knows no sessions.</summary>
public sealed class NginxTests
{
    [Fact]
    public async Task Nginx_asks_verify_and_passes_the_subject_on()
    {
        await using var app = await TestApp.CookieAsync(null, web =>
        {
            web.MapSessvm();
            TestEndpoints.Map(web);
            web.Map("/backend", (HttpContext context) => $"subject={context.Request.Headers["X-Session-Subject"]}").DisableSessvmCsrf();
        });
        await using var nginx = await Nginx.StartAsync(app.Address);
        var direct = app.Browser();
        await direct.LoginAsync("alice");
        var browser = new Browser(nginx.Address, direct.Agent);
        (await browser.GetAsync("/backend", "X-Session-Subject: mallory")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var (name, value) in direct.Jar)
        {
            browser.Jar[name] = value;
        }

        (await browser.GetAsync("/backend", "X-Session-Subject: mallory")).Body.ShouldBe("subject=alice");
        (await browser.SendAsync(HttpMethod.Post, "/backend", null, "X-Original-Method: GET")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await browser.PostAsync("/backend")).Body.ShouldBe("subject=alice");

        app.Time.Advance(TimeSpan.FromMinutes(16));
        (await browser.GetAsync("/backend")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var page = await browser.NavigateAsync("/backend");
        page.Body.ShouldBe("subject=alice");
        browser.Jar["atk"].ShouldNotBe(direct.Jar["atk"]); // Set-Cookie came back through the proxy
    }

    private sealed class Nginx(Process process, string folder, Uri address) : IAsyncDisposable
    {
        public Uri Address => address;

        public static async Task<Nginx> StartAsync(Uri upstream)
        {
            string binary = new[] { "/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx" }.FirstOrDefault(File.Exists)
                ?? throw new FileNotFoundException("This test needs nginx: apt-get install nginx-light.");
            string folder = Directory.CreateTempSubdirectory("sessvm-nginx").FullName;
            var address = new Uri($"http://127.0.0.1:{FreePort()}");
            await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(folder, address, upstream));
            var process = Process.Start(new ProcessStartInfo(binary, ["-p", folder, "-e", Path.Combine(folder, "error.log"), "-c", Path.Combine(folder, "nginx.conf")]))!;
            await ReachAsync(address, process);
            return new Nginx(process, folder, address);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill(entireProcessTree: true); // by its id
            await process.WaitForExitAsync();
            process.Dispose();
            Directory.Delete(folder, recursive: true);
        }

        private static async Task ReachAsync(Uri address, Process process)
        {
            while (true)
            {
                process.HasExited.ShouldBeFalse("nginx did not start");
                using var socket = new TcpClient();
                try
                {
                    await socket.ConnectAsync(address.Host, address.Port);
                    return;
                }
                catch (SocketException)
                {
                    await Task.Yield();
                }
            }
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private static string Configuration(string folder, Uri address, Uri upstream) => $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen {{address.Host}}:{{address.Port}};
                location = /_verify {
                  internal;
                  proxy_pass {{upstream.GetLeftPart(UriPartial.Authority)}}/auth/verify;
                  proxy_pass_request_body off;
                  proxy_set_header Content-Length "";
                  proxy_set_header Content-Type "";
                  proxy_set_header Host $http_host;
                  proxy_set_header X-Original-Method $request_method;
                  proxy_set_header X-Forwarded-Method "";
                }
                location / {
                  auth_request /_verify;
                  auth_request_set $session_subject $upstream_http_x_session_subject;
                  auth_request_set $session_cookie $upstream_http_set_cookie;
                  add_header Set-Cookie $session_cookie;
                  proxy_set_header X-Session-Subject $session_subject;
                  proxy_set_header X-Session-Id "";
                  proxy_set_header X-Session-Scopes "";
                  proxy_set_header Cookie "";
                  proxy_pass {{upstream.GetLeftPart(UriPartial.Authority)}};
                }
              }
            }
            """;
    }
}
