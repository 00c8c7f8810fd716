using System.Globalization;
using System.Text;

namespace CbmExchange.Domain.Tests;

/// <summary>
/// A second opinion on duty hours, deliberately simple: it knows the offsets of 2024 by heart (tz database 2024a)
/// instead of asking the system, walks minute by minute, and searches nothing.
/// </summary>
internal sealed class SimpleHours
{
    // Offset from UTC at the start of 2024, and each change in that year: from when, to which offset, in minutes.
    private static readonly Dictionary<string, (int Offset, (string From, int Offset)[] Changes)> Zones = new()
    {
        ["Europe/Vilnius"] = (120, [("2024-03-31T01:00Z", 180), ("2024-10-27T01:00Z", 120)]),
        ["America/New_York"] = (-300, [("2024-03-10T07:00Z", -240), ("2024-11-03T06:00Z", -300)]),
        // Half an hour, and the south: summer ends in April.
        ["Australia/Lord_Howe"] = (660, [("2024-04-06T15:00Z", 630), ("2024-10-05T15:30Z", 660)]),
        // Clocks change at midnight: one day begins at 01:00, another has its last hour twice.
        ["America/Santiago"] = (-180, [("2024-04-07T03:00Z", -240), ("2024-09-08T04:00Z", -180)]),
        // The week's rest is Friday and Saturday; clocks go forward at the first moment of a Friday.
        ["Africa/Cairo"] = (120, [("2024-04-25T22:00Z", 180), ("2024-10-31T21:00Z", 120)]),
    };

    private readonly string zone;
    private readonly List<(DayOfWeek Day, string From, string To)> weekly = [];
    private readonly List<(string Date, string From, string To)> dated = [];
    private readonly List<string> closed = [];

    public SimpleHours(string zone) => this.zone = zone;

    /// <summary>The zones that it knows.</summary>
    public static IEnumerable<string> ZoneNames => Zones.Keys;

    /// <summary>The moments of 2024 at which clocks change in a zone.</summary>
    public static IEnumerable<DateTimeOffset> ChangesOf(string zone) =>
        Zones[zone].Changes.Select(change => Utc(change.From));

    public SimpleHours Weekly(DayOfWeek day, string from, string to)
    {
        weekly.Add((day, from, to));
        return this;
    }

    public SimpleHours On(string date, string from, string to)
    {
        dated.Add((date, from, to));
        return this;
    }

    public SimpleHours Closed(string date)
    {
        closed.Add(date);
        return this;
    }

    /// <summary>As a Schedule of cbm.record.v1.</summary>
    public string ToJson()
    {
        var text = new StringBuilder($$"""{"timeZone":"{{zone}}","shifts":[""");
        text.AppendJoin(',', weekly.Select(shift =>
            $$"""{"weekday":"{{Weekday(shift.Day)}}","from":"{{shift.From}}","to":"{{shift.To}}"}"""));
        text.Append("],\"datedShifts\":[").AppendJoin(',', dated.Select(shift =>
            $$"""{"date":"{{shift.Date}}","from":"{{shift.From}}","to":"{{shift.To}}"}"""));
        text.Append("],\"closedOn\":[").AppendJoin(',', closed.Select(day => $"\"{day}\""));
        return text.Append("]}").ToString();
    }

    private static string Weekday(DayOfWeek day) => day.ToString()[..3].ToLowerInvariant();

    /// <summary>Whether the wall clock at the instant lies in a shift that began today or yesterday.</summary>
    public bool IsOpen(DateTimeOffset instant)
    {
        var wall = Wall(instant);
        var clock = wall.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Beginning(wall.Date).Any(shift => IsEveningOf(shift, clock))
            || Beginning(wall.Date.AddDays(-1)).Any(shift => IsMorningAfter(shift, clock));
    }

    /// <summary>The wall clock at an instant.</summary>
    public DateTime Wall(DateTimeOffset instant)
    {
        var (offset, changes) = Zones[zone];
        foreach (var (from, next) in changes)
        {
            offset = Utc(from) <= instant ? next : offset;
        }

        return instant.UtcDateTime.AddMinutes(offset);
    }

    private List<(string From, string To)> Beginning(DateTime day)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return closed.Contains(date) ? []
            : dated.Any(shift => shift.Date == date)
                ? [.. dated.Where(shift => shift.Date == date).Select(shift => (shift.From, shift.To))]
                : [.. weekly.Where(shift => shift.Day == day.DayOfWeek).Select(shift => (shift.From, shift.To))];
    }

    // "HH:mm" in the order of its letters is in the order of time.
    private static bool IsEveningOf((string From, string To) shift, string clock) =>
        string.CompareOrdinal(shift.From, clock) <= 0
        && (string.CompareOrdinal(clock, shift.To) < 0 || !EndsToday(shift));

    private static bool IsMorningAfter((string From, string To) shift, string clock) =>
        !EndsToday(shift) && string.CompareOrdinal(clock, shift.To) < 0;

    private static bool EndsToday((string From, string To) shift) => string.CompareOrdinal(shift.From, shift.To) < 0;

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
