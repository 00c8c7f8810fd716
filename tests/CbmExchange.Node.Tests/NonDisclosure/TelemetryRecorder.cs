using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>Every log line at every level, every trace and every measurement of this process, as text.</summary>
internal sealed class TelemetryRecorder : ILoggerProvider
{
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();

    public TelemetryRecorder()
    {
        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Keep,
        };
        ActivitySource.AddActivityListener(activities);
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<int>(Keep);
        meters.SetMeasurementEventCallback<long>(Keep);
        meters.SetMeasurementEventCallback<double>(Keep);
        meters.Start();
    }

    public ConcurrentQueue<string> Logs { get; } = [];

    public ConcurrentQueue<string> Traces { get; } = [];

    public ConcurrentQueue<string> Metrics { get; } = [];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private void Keep(Activity activity) => Traces.Enqueue(
        $"{activity.Source.Name} {activity.OperationName} {activity.DisplayName} {activity.StatusDescription} "
        + Text(activity.TagObjects) + Text(activity.Baggage)
        + string.Join(' ', activity.Events.Select(one => $"{one.Name} {Text(one.Tags)}")));

    private void Keep<T>(
        Instrument instrument, T measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        Metrics.Enqueue($"{instrument.Meter.Name} {instrument.Name} {measurement} {Text(tags.ToArray())}");

    private static string Text<T>(IEnumerable<KeyValuePair<string, T>> tags) =>
        string.Concat(tags.Select(tag => $"{tag.Key}={tag.Value} "));

    private sealed class Writer(TelemetryRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            recorder.Logs.Enqueue($"scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => recorder.Logs.Enqueue(
                $"{logLevel} {category} {eventId} {formatter(state, exception)} {exception} "
                + (state is IEnumerable<KeyValuePair<string, object?>> values ? Text(values) : ""));
    }
}
