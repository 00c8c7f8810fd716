using CbmExchange.Node.Home;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace CbmExchange.Node.Observation;

/// <summary>Sends traces and metrics to an OTLP endpoint; exists only when one is configured.</summary>
internal sealed class TelemetryExport : IDisposable
{
    // All rooms, and what the runtime measures of gRPC calls.
    private static readonly string[] Sources = ["CbmExchange.*", "Grpc.AspNetCore.Server", "Grpc.Net.Client"];
    private static readonly string[] Meters = ["CbmExchange.*", "Grpc.AspNetCore.Server", "Npgsql"];

    private readonly TracerProvider tracers;
    private readonly MeterProvider meters;

    private TelemetryExport(Uri endpoint)
    {
        tracers = Sdk.CreateTracerProviderBuilder().AddSource(Sources).AddOtlpExporter(
            options => Set(options, endpoint))
            .Build();
        meters = Sdk.CreateMeterProviderBuilder().AddMeter(Meters).AddOtlpExporter(options => Set(options, endpoint))
            .Build();
    }

    /// <summary>Starts sending; null when nothing is configured.</summary>
    public static TelemetryExport? Start(TelemetryOptions options) =>
        options.Endpoint is { } endpoint ? new TelemetryExport(endpoint) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        tracers.Dispose();
        meters.Dispose();
    }

    private static void Set(OtlpExporterOptions options, Uri endpoint)
    {
        options.Endpoint = endpoint;
        options.Protocol = OtlpExportProtocol.Grpc;
    }
}
