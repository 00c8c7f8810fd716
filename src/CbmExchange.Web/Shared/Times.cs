using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Shared;

/// <summary>Times as every page writes them: UTC, the same in all languages.</summary>
public static class Times
{
    /// <summary>"2026-11-30 03:10Z"; empty for none.</summary>
    public static string Of(Timestamp? time) =>
        Apart(time?.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture));

    /// <summary>"2026-11-30 03:10:05Z"; empty for none.</summary>
    public static string ToTheSecond(Timestamp? time) => time is null
        ? ""
        : time.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"2026-11-30"; empty for none.</summary>
    public static string DayOf(Timestamp? time) =>
        Apart(time?.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    // In Arabic a time reads left to right in a line that does not (Unicode isolates).
    private static string Apart(string? time) =>
        time is null ? "" : Language.Languages.Direction == "rtl" ? $"\u2066{time}\u2069" : time;
}
