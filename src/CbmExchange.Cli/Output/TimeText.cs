using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Output;

/// <summary>Moments, always in UTC and to the second; "Z" says so.</summary>
internal static class TimeText
{
    public static string Of(Timestamp? at) => at is null ? "" : Of(at.ToDateTimeOffset());

    public static string Of(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Without seconds when there are none, as people ask for a moment.</summary>
    public static string Short(Timestamp at)
    {
        var whole = Of(at);
        return whole.EndsWith(":00Z", StringComparison.Ordinal) ? whole[..^":00Z".Length] + "Z" : whole;
    }

    /// <summary>"at …", or the words that say it has not happened.</summary>
    public static string OrNot(Timestamp? at, string notYet) => at is null ? notYet : Of(at);
}
