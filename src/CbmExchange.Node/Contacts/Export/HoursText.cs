using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>Stated hours in one line: "mon-fri 08:00-17:00; closed 2026-12-25".</summary>
internal static class HoursText
{
    private static readonly string[] Week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Days with the same hours stand together; the zone stands apart.</summary>
    public static string Of(Schedule schedule)
    {
        var shifts = schedule.Shifts.GroupBy(shift => $"{shift.From}-{shift.To}")
            .Select(same => $"{Days([.. same.Select(shift => shift.Weekday)])} {same.Key}");
        var dated = schedule.DatedShifts.Select(shift => $"{shift.Date} {shift.From}-{shift.To}");
        string[] closed = schedule.ClosedOn.Count > 0 ? [$"closed {string.Join(", ", schedule.ClosedOn)}"] : [];
        return string.Join("; ", [.. shifts, .. dated, .. closed]);
    }

    // Three days or more in a row are written as one stretch.
    private static string Days(string[] days)
    {
        var order = days.Select(day => Array.IndexOf(Week, day)).Order().ToArray();
        var isStretch = order.Length > 2 && order[0] >= 0 && order[^1] - order[0] == order.Length - 1;
        return isStretch ? $"{Week[order[0]]}-{Week[order[^1]]}" : string.Join(", ", days);
    }
}
