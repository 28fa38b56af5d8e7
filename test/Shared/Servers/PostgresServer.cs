using System.Globalization;

namespace Sessvm.Tests.Shared.Servers;

/// <summary>A PostgreSQL of the test's own, in a directory that is gone afterwards. It trusts whoever is on loopback.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Package = "postgresql";
    private const string Unprivileged = "postgres";

    private readonly string _directory;
    private readonly LocalServer _server;

    private PostgresServer(string directory, int port, LocalServer server)
    {
        _directory = directory;
        Port = port;
        _server = server;
    }

    internal int Port { get; }

    internal string ConnectionString => ConnectionStringAt(Port);

    /// <summary>The postmaster's.</summary>
    internal int ProcessId => _server.ProcessId;

    /// <summary>Makes and starts one.</summary>
    /// <param name="settings">More of <c>postgresql.conf</c>, as <c>name=value</c>.</param>
    internal static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        string directory = LocalServer.NewDirectory("postgres");
        string data = Path.Combine(directory, "data");
        int port = LocalServer.FreePort();
        if (IsRoot)
        {
            await LocalServer.RunAsync("/bin/chown", Unprivileged, directory); // it refuses to run as root
        }

        (string file, string[] arguments) = Unprivilegedly(Binary("initdb"), "-D", data, "-U", Unprivileged, "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C");
        await LocalServer.RunAsync(file, arguments);
        return await StartAsync(directory, port, settings);
    }

    /// <summary>Makes and starts a standby that follows this server.</summary>
    internal async Task<PostgresServer> StartStandbyAsync()
    {
        string directory = LocalServer.NewDirectory("postgres");
        if (IsRoot)
        {
            await LocalServer.RunAsync("/bin/chown", Unprivileged, directory);
        }

        (string file, string[] arguments) = Unprivilegedly(
            Binary("pg_basebackup"), "-h", "127.0.0.1", "-p", Text(Port), "-U", Unprivileged, "-D", Path.Combine(directory, "data"), "-R", "--no-sync", "--checkpoint=fast");
        await LocalServer.RunAsync(file, arguments);
        return await StartAsync(directory, LocalServer.FreePort(), []);
    }

    internal static string ConnectionStringAt(int port) =>
        $"Host=127.0.0.1;Port={port};Username={Unprivileged};Database=postgres;SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Starts it again after it was killed.</summary>
    internal Task StartAgainAsync() => _server.StartAsync();

    /// <summary><c>kill -9</c>, of the postmaster and of all its children.</summary>
    internal Task KillAsync() => _server.KillAsync();

    /// <summary>Stops all its processes where they are, or lets them go on.</summary>
    internal async Task FreezeAsync(bool frozen)
    {
        foreach (int process in ProcessesOf(_server.ProcessId))
        {
            await LocalServer.RunAsync("/bin/kill", frozen ? "-STOP" : "-CONT", Text(process));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<PostgresServer> StartAsync(string directory, int port, string[] settings)
    {
        string[] all =
        [
            "listen_addresses=127.0.0.1", $"unix_socket_directories={directory}", "max_connections=300", "shared_buffers=128MB", .. settings,
        ];
        (string file, string[] arguments) = Unprivilegedly(
            Binary("postgres"), ["-D", Path.Combine(directory, "data"), "-p", Text(port), .. all.SelectMany(static setting => new[] { "-c", setting })]);
        (string ready, string[] asking) = (Binary("pg_isready"), ["-q", "-h", "127.0.0.1", "-p", Text(port)]);
        var server = new PostgresServer(directory, port, new LocalServer(file, arguments, async () =>
        {
            await LocalServer.RunAsync(ready, asking);
            return true;
        }));
        await server.StartAgainAsync();
        return server;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsRoot => Environment.UserName == "root";

    private static string Binary(string name) => LocalServer.Find(
        name, Package, Directory.Exists("/usr/lib/postgresql") ? [.. Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse().Select(static version => Path.Combine(version, "bin"))] : []);

    private static (string File, string[] Arguments) Unprivilegedly(string file, params string[] arguments) => IsRoot
        ? (LocalServer.Find("setpriv", "util-linux"), [$"--reuid={Unprivileged}", $"--regid={Unprivileged}", "--clear-groups", file, .. arguments])
        : (file, arguments);

    /// <summary>A process and its children. The postmaster is the first.</summary>
    private static IEnumerable<int> ProcessesOf(int process) =>
        [process, .. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
}
