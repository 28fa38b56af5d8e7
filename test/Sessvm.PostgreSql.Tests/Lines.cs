using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sessvm.PostgreSql.Tests;

/// <summary>Keeps the lines that are logged.</summary>
internal sealed class Lines : ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Waits for a line with these words.</summary>
    internal async Task HasAsync(string words)
    {
        while (!_lines.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));
}
