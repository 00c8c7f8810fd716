using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Shared;

/// <summary>A time as somebody typed it, always UTC, e.g. "2026-11-30 03:10".</summary>
public static class TypedTime
{
    private static readonly string[] Shapes =
        ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm'Z'", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm'Z'"];

    /// <summary>The time; null for nothing typed. False when it is no time.</summary>
    public static bool TryRead(string typed, out Timestamp? time)
    {
        time = null;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return true;
        }

        var isTime = DateTimeOffset.TryParseExact(
            typed.Trim(), Shapes, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
        time = isTime ? Timestamp.FromDateTimeOffset(read) : null;
        return isTime;
    }
}
