namespace CbmExchange.Node.Hosting;

/// <summary>What differs between production and tests.</summary>
internal sealed record NodeHostOptions
{
    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// Where logs go. Default: JSON lines on standard error, so that standard output is for the caller alone.
    /// </summary>
    public Action<ILoggingBuilder> ConfigureLogging { get; init; } = JsonOnStandardError;

    private static void JsonOnStandardError(ILoggingBuilder logging)
    {
        logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
    }
}
