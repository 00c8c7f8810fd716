using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Records;

/// <summary>Moments given on a command line.</summary>
internal static class TimeArgument
{
    public static Timestamp? Stamp(DateTimeOffset? given) =>
        given is { } at ? Timestamp.FromDateTimeOffset(at) : null;
}
