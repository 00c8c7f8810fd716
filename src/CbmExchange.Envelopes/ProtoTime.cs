using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Envelopes;

/// <summary>Reads moments that a peer wrote.</summary>
internal static class ProtoTime
{
    // Timestamp (google/protobuf/timestamp.proto): 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
    private const long SecondsMin = -62135596800;
    private const long SecondsMax = 253402300799;
    private const int NanosMax = 999_999_999;

    /// <summary>Null when it is absent or no moment: the library would throw instead.</summary>
    public static DateTimeOffset? TryRead(Timestamp? time) =>
        time is { Seconds: >= SecondsMin and <= SecondsMax, Nanos: >= 0 and <= NanosMax }
            ? time.ToDateTimeOffset()
            : null;

    /// <summary>True when it is there and a moment.</summary>
    public static bool IsMoment(Timestamp? time) => TryRead(time) is not null;
}
