using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CbmExchange.Node.Observation;

/// <summary>Names of what this room measures. Tags hold codes, ids and counts, never content.</summary>
internal static class NodeTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "CbmExchange.Node";

    /// <summary>Traces.</summary>
    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Calls that ended, by rpc and status code.</summary>
    public static readonly Counter<long> Calls = Meter.CreateCounter<long>("cbm.node.calls", "{call}");

    /// <summary>Calls refused at a door, by reason.</summary>
    public static readonly Counter<long> Denials = Meter.CreateCounter<long>("cbm.node.denials", "{call}");

    /// <summary>Time of a unary call, by rpc.</summary>
    public static readonly Histogram<double> CallSeconds = Meter.CreateHistogram<double>("cbm.node.call.duration", "s");

    /// <summary>Commands on records that became durable, by command.</summary>
    public static readonly Counter<long> Commands = Meter.CreateCounter<long>("cbm.node.commands", "{command}");

    /// <summary>Peer entries written by releases and withdrawals.</summary>
    public static readonly Counter<long> Entries = Meter.CreateCounter<long>("cbm.node.entries", "{entry}");
}
