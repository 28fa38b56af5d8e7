using System.Globalization;
using System.Net.Sockets;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A PgBouncer in transaction mode before a server: each transaction runs on whatever connection is free.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly LocalServer _server;

    private PgBouncer(string directory, int port, LocalServer server)
    {
        _directory = directory;
        Port = port;
        _server = server;
    }

    internal int Port { get; }

    internal string ConnectionString => PostgresServer.ConnectionStringAt(Port);

    internal static async Task<PgBouncer> StartAsync(int serverPort)
    {
        string directory = LocalServer.NewDirectory("pgbouncer");
        int port = LocalServer.FreePort();
        string settings = Path.Combine(directory, "pgbouncer.ini");
        await File.WriteAllTextAsync(Path.Combine(directory, "users.txt"), "\"postgres\" \"\"\n");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={serverPort}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {Path.Combine(directory, "users.txt")}
            pool_mode = transaction
            default_pool_size = 8
            max_client_conn = 500
            """));
        bool isRoot = Environment.UserName == "root";
        string program = LocalServer.Find("pgbouncer", "pgbouncer");
        (string file, string[] arguments) = isRoot
            ? (LocalServer.Find("setpriv", "util-linux"), new[] { "--reuid=postgres", "--regid=postgres", "--clear-groups", program, settings })
            : (program, [settings]);
        if (isRoot)
        {
            await LocalServer.RunAsync("/bin/chown", "-R", "postgres", directory); // it refuses to run as root
        }

        var server = new LocalServer(file, arguments, async () =>
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        });
        await server.StartAsync();
        return new PgBouncer(directory, port, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
