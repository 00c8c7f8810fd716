using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>Keeps error lines of a node under test.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    /// <summary>What was logged at level error or above.</summary>
    public ConcurrentQueue<string> Lines { get; } = [];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Writer(ErrorLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Lines.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
