using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>An nginx before several servers, each in turn, WebSockets included.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private readonly string _directory;
    private readonly LocalServer _server;

    private NginxProxy(string directory, Uri address, LocalServer server)
    {
        _directory = directory;
        Address = address;
        _server = server;
    }

    internal Uri Address { get; }

    internal static async Task<NginxProxy> StartAsync(IEnumerable<Uri> servers)
    {
        string directory = LocalServer.NewDirectory("nginx");
        var address = new Uri($"http://127.0.0.1:{LocalServer.FreePort()}");
        string settings = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(settings, Configuration(directory, address, servers));
        var server = new LocalServer(
            LocalServer.Find("nginx", "nginx"),
            ["-p", directory, "-e", Path.Combine(directory, "error.log"), "-c", settings],
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(address.Host, address.Port);
                return true;
            });
        await server.StartAsync();
        return new NginxProxy(directory, address, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Configuration(string directory, Uri address, IEnumerable<Uri> servers) => $$"""
        daemon off;
        worker_processes 1;
        pid {{directory}}/nginx.pid;
        error_log {{directory}}/error.log;
        events { worker_connections 512; }
        http {
          access_log off;
          client_body_temp_path {{directory}}/body;
          proxy_temp_path {{directory}}/proxy;
          fastcgi_temp_path {{directory}}/fastcgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          scgi_temp_path {{directory}}/scgi;
          map $http_upgrade $connection_upgrade { default upgrade; '' close; }
          upstream nodes {
        {{string.Join('\n', servers.Select(server => $"    server {server.Authority};"))}}
          }
          server {
            listen {{address.Authority}};
            location / {
              proxy_pass http://nodes;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection $connection_upgrade;
            }
          }
        }
        """;
}
