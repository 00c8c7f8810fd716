using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Shared;

/// <summary>Times as every page writes them: UTC, the same in all languages.</summary>
public static class Times
{
    /// <summary>"2026-11-30 03:10Z"; empty for none.</summary>
    public static string Of(Timestamp? time) =>
        time?.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"2026-11-30"; empty for none.</summary>
    public static string DayOf(Timestamp? time) =>
        time?.ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
