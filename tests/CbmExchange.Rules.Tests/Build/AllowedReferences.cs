namespace CbmExchange.Rules.Tests.Build;

/// <summary>
/// The table of the design's §4 as data. A room may name only what stands in its row: projects by their last word,
/// packages by name. A new package needs a decision record (style.md G5) and a place here.
/// </summary>
internal static class AllowedReferences
{
    private static readonly string[] GrpcContracts = ["Google.Protobuf", "Grpc.Core.Api", "Grpc.Net.Common"];

    private static readonly string[] GrpcRuntime =
        ["Grpc.AspNetCore.Server", "Grpc.Net.Client", "Grpc.HealthCheck", "Grpc.Reflection", .. GrpcContracts];

    /// <summary>One row per room of src/. Substitutes stand in for packages, so they are listed as packages.</summary>
    public static IReadOnlyDictionary<string, RoomReferences> ByRoom { get; } =
        new Dictionary<string, RoomReferences>(StringComparer.Ordinal)
        {
            ["Domain"] = new([], []),
            ["Contracts"] = new([], [.. GrpcContracts, "Grpc.Tools"]),
            ["Envelopes"] = new(["Domain", "Contracts"], []),
            ["Sync"] = new(["Domain", "Envelopes"], []),
            ["Store"] = new(["Domain", "Envelopes"], ["Npgsql"]),
            ["Node"] = new(
                ["Domain", "Contracts", "Envelopes", "Sync", "Store", "Web"],
                [.. GrpcRuntime, "Polly.Core", "OpenTelemetry", "OpenTelemetry.Exporter.OpenTelemetryProtocol"]),
            ["Web"] = new(["Contracts"], []),
            ["Verify"] = new(["Contracts", "Envelopes"], []),
            ["Cli"] = new(
                ["Contracts", "Verify"],
                [.. GrpcRuntime, "Polly.Core", "System.CommandLine", "Spectre.Console"]),
        };

    /// <summary>
    /// Namespaces that only the named rooms may use, whatever reaches them through other projects.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> NamespaceOwners { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Npgsql"] = ["Store"],
            ["NpgsqlTypes"] = ["Store"],
            ["Polly"] = ["Node", "Cli"],
            ["Grpc"] = ["Node", "Cli", "Contracts", "Web"],
            ["OpenTelemetry"] = ["Node"],
            ["System.Net.Sockets"] = ["Node", "Cli"],
            ["System.Net.Http"] = ["Node", "Cli"],
            ["System.CommandLine"] = ["Cli"],
            ["Spectre.Console"] = ["Cli"],
        };
}

/// <summary>A row of the table.</summary>
internal sealed record RoomReferences(string[] Rooms, string[] Packages);
