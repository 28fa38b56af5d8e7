using System.Collections.Concurrent;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Sessvm.Benchmarks.Stores.Servers;

/// <summary>Counts by MONITOR: what touches a key of the store's, and was not sent by a script.</summary>
internal sealed class RedisCommands : ICommandCounter
{
    private const string OfAScript = " lua] ";
    private const string OfTheStore = "\"sv:";
    private const string Marker = "counted-up-to-";

    private readonly TcpClient _client = new();
    private readonly ConnectionMultiplexer _marking;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _marks = new();
    private readonly Task _reading;
    private readonly TaskCompletionSource _begun = new();
    private int _asked;

    private RedisCommands(ConnectionMultiplexer marking, string host, int port)
    {
        _marking = marking;
        _client.Connect(host, port);
        _reading = Task.Run(ReadAsync);
    }

    public static async Task<RedisCommands> StartAsync(string address)
    {
        string[] place = address.Split(':');
        var counter = new RedisCommands(await ConnectionMultiplexer.ConnectAsync(address), place[0], int.Parse(place[1]));
        await counter._client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        await counter._begun.Task;
        return counter;
    }

    /// <inheritdoc/>
    /// <remarks>The server tells of commands in their order: those before a marker have been told when the marker is.</remarks>
    public async Task<long> CountAsync()
    {
        string mark = $"{Marker}{Interlocked.Increment(ref _asked)}";
        var seen = _marks.GetOrAdd(mark, static _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _marking.GetDatabase().ExecuteAsync("ECHO", mark);
        return await seen.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _marking.DisposeAsync();
    }

    private async Task ReadAsync()
    {
        using var reader = new StreamReader(_client.GetStream());
        long count = 0;
        while (await reader.ReadLineAsync() is { } line)
        {
            _begun.TrySetResult(); // the first line says OK
            if (line.IndexOf(Marker, StringComparison.Ordinal) is var at and >= 0)
            {
                _marks[line[at..].TrimEnd('"')].SetResult(count);
            }
            else if (line.Contains(OfTheStore, StringComparison.Ordinal) && !line.Contains(OfAScript, StringComparison.Ordinal))
            {
                count++;
            }
        }
    }
}
