using System.Globalization;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// What the times of a message of another participant say when they are laid beside this node's own (domain.md §4.21:
/// 28, 29). They say nothing about order.
/// </summary>
public static class CaseClock
{
    /// <summary>"authored 14:02, received 19:40" where it came late; empty otherwise.</summary>
    public static string Late(
        DateTimeOffset? authored, DateTimeOffset released, DateTimeOffset received, Policies policies) =>
        received - released > policies.ClockSkewMax
            ? $"authored {Moment(authored ?? released, received)}, received {Moment(received, received)}"
            : "";

    /// <summary>A sentence where the writer's clock is ahead of when it came here; empty otherwise.</summary>
    public static string Note(
        DateTimeOffset? authored, DateTimeOffset released, DateTimeOffset received, Policies policies)
    {
        var stated = authored is { } at && at > released ? at : released;
        return stated - received > policies.ClockSkewMax
            ? $"clocks differ: it states a time {ReceiptTimer.Length(stated - received)} after it was received here"
            : "";
    }

    private static string Moment(DateTimeOffset at, DateTimeOffset beside) =>
        at.UtcDateTime.ToString(
            at.UtcDateTime.Date == beside.UtcDateTime.Date ? "HH:mm'Z'" : "yyyy-MM-dd HH:mm'Z'",
            CultureInfo.InvariantCulture);
}
