using System.Globalization;
using CbmExchange.Web.DutyDesk;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Shared;

/// <summary>Days as a form gives them, "2026-11-30", in UTC.</summary>
internal static class Days
{
    /// <summary>The beginning of a day; null for anything else.</summary>
    public static Timestamp? Of(string day) =>
        DateTimeOffset.TryParseExact(
            day, "yyyy-MM-dd", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? Timestamp.FromDateTimeOffset(time)
            : null;

    /// <summary>Said where something was typed that is no day.</summary>
    public static Problem? ProblemOf(string day) =>
        day.Length > 0 && Of(day) is null ? Problem.Plain("Give a day as year, month and day, e.g. 2026-06-01.") : null;
}
