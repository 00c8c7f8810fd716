using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// When a desk is manned, by local wall time (domain.md §4.21 cases 5 and 6). Invariants: an interval belongs to the
/// day on which it starts and may cross midnight; in a night when clocks go forward the missing hour is simply not
/// lived through, and when they go back the repeated hour is on duty both times if its wall time is; a date with hours
/// of its own has those instead of its weekday's, and a closed day has none.
/// </summary>
public sealed class DutyHours
{
    private const int MinutesPerDay = 24 * 60;

    // A schedule repeats weekly and closed days are at most 130; beyond half a year "opens later" says enough.
    private const int SearchDaysMax = 190;

    // A desk that is manned without a break for two weeks is as good as always manned.
    private const int ClosingDaysMax = 14;

    // Clocks are put forward and back on quarters of an hour of UTC.
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(15);

    // No zone is further from UTC.
    private static readonly TimeSpan OffsetMax = TimeSpan.FromHours(14);

    private readonly TimeZoneInfo zone;

    // By DayOfWeek.
    private readonly ImmutableArray<ImmutableArray<Interval>> weekly;
    private readonly FrozenDictionary<DateOnly, ImmutableArray<Interval>> dated;

    // What was found last: a desk that is asked about again before it opens is not searched for again.
    private volatile Closed? closed;

    private DutyHours(
        TimeZoneInfo zone,
        ImmutableArray<ImmutableArray<Interval>> weekly,
        FrozenDictionary<DateOnly, ImmutableArray<Interval>> dated,
        bool isAlways = false
    )
    {
        this.zone = zone;
        this.weekly = weekly;
        this.dated = dated;
        IsAlways = isAlways;
    }

    /// <summary>24/7.</summary>
    public static DutyHours Always { get; } =
        new(TimeZoneInfo.Utc, [], FrozenDictionary<DateOnly, ImmutableArray<Interval>>.Empty, isAlways: true);

    /// <summary>True for 24/7; local time is then not known.</summary>
    public bool IsAlways { get; }

    /// <summary>IANA name of the zone.</summary>
    public string TimeZone => zone.Id;

    /// <summary>The place whose wall time it is, as stated, else the city of the zone.</summary>
    public string Place { get; private init; } = "";

    /// <summary>Reads a Schedule of proto/cbm/record/v1. Null when its zone is not known here.</summary>
    public static DutyHours? Read(JsonElement schedule)
    {
        if (
            Json.String(schedule, "timeZone") is not { } name
            || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        )
        {
            return null;
        }

        return new DutyHours(zone, ReadWeek(schedule), ReadDates(schedule))
        {
            Place = Json.String(schedule, "place") ?? CityOf(zone.Id),
        };
    }

    /// <summary>True when the desk is manned at the instant.</summary>
    public bool IsOnDuty(DateTimeOffset instant)
    {
        if (IsAlways)
        {
            return true;
        }

        var local = LocalTime(instant).DateTime;
        var today = DateOnly.FromDateTime(local);
        var minute = (local.Hour * 60) + local.Minute;
        return IsCovered(today, minute) || IsCovered(today.AddDays(-1), minute + MinutesPerDay);
    }

    /// <summary>The desk's own wall time at the instant; UTC for 24/7.</summary>
    public DateTimeOffset LocalTime(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone);

    /// <summary>
    /// The first instant after <paramref name="instant"/> at which the desk is manned; the instant itself when it is
    /// now; null when none is found within 190 days.
    /// </summary>
    public DateTimeOffset? NextOpening(DateTimeOffset instant)
    {
        if (closed is { } known && known.From <= instant && instant < known.Until)
        {
            return known.Until;
        }

        if (IsOnDuty(instant))
        {
            return instant;
        }

        var today = DateOnly.FromDateTime(LocalTime(instant).DateTime);
        for (var day = -1; day <= SearchDaysMax; day++)
        {
            var date = today.AddDays(day);
            var opening = Beginning(date)
                .SelectMany(interval => Instants(date, interval.FromMinute))
                .Concat(ClockChanges(date))
                .Where(candidate => candidate > instant && IsOnDuty(candidate))
                .Order()
                .Select(candidate => (DateTimeOffset?)candidate)
                .FirstOrDefault();
            if (opening is { } until)
            {
                closed = new Closed(instant, until);
                return opening;
            }
        }

        return null;
    }

    /// <summary>
    /// The first instant after <paramref name="instant"/> at which the desk is no longer manned, shifts that follow one
    /// another taken together; the instant itself when it is not manned now; null for 24/7 and when it stays manned for
    /// 14 days.
    /// </summary>
    public DateTimeOffset? NextClosing(DateTimeOffset instant)
    {
        if (IsAlways || !IsOnDuty(instant))
        {
            return IsAlways ? null : instant;
        }

        var today = DateOnly.FromDateTime(LocalTime(instant).DateTime);
        return Enumerable.Range(-1, ClosingDaysMax + 2)
            .Select(today.AddDays)
            .SelectMany(date => Beginning(date)
                .SelectMany(interval => Instants(date, interval.ToMinute))
                .Concat(ClockChanges(date)))
            .Where(candidate => candidate > instant)
            .Order()
            .Where(candidate => !IsOnDuty(candidate))
            .Select(candidate => (DateTimeOffset?)candidate)
            .FirstOrDefault();
    }

    private bool IsCovered(DateOnly date, int minute) =>
        Beginning(date).Any(interval => interval.FromMinute <= minute && minute < interval.ToMinute);

    private ImmutableArray<Interval> Beginning(DateOnly date) =>
        dated.TryGetValue(date, out var own) ? own : weekly[(int)date.DayOfWeek];

    // A wall time of a spring night that does not exist begins when the gap ends; one that occurs twice begins twice.
    private IEnumerable<DateTimeOffset> Instants(DateOnly date, int minute)
    {
        var local = date.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        if (zone.IsAmbiguousTime(local))
        {
            return zone.GetAmbiguousTimeOffsets(local)
                .Select(offset => new DateTimeOffset(local, offset).ToUniversalTime());
        }

        return [new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime()];
    }

    // Clocks that are put back open and close a desk in the midst of a shift: on such a day every step counts.
    private IEnumerable<DateTimeOffset> ClockChanges(DateOnly date)
    {
        var midnight = new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var start = midnight - OffsetMax;
        var end = midnight + TimeSpan.FromDays(1) + OffsetMax;
        return zone.GetUtcOffset(start) == zone.GetUtcOffset(end)
            ? []
            : Enumerable.Range(0, (int)((end - start) / ClockStep))
                .Select(step => start + (ClockStep * step))
                .Where(step => DateOnly.FromDateTime(LocalTime(step).DateTime) == date);
    }

    // CodeLists.Weekday starts on Monday, DayOfWeek on Sunday.
    private static ImmutableArray<ImmutableArray<Interval>> ReadWeek(JsonElement schedule)
    {
        var shifts = Json.List(schedule, "shifts")
            .Select(shift => (Day: Json.String(shift, "weekday") ?? "", At: ReadShift(shift)))
            .Select(shift => (Day: CodeLists.Weekday.IndexOf(shift.Day), shift.At))
            .Where(shift => shift is { Day: >= 0, At: not null })
            .ToLookup(shift => (shift.Day + 1) % 7, shift => shift.At!.Value);
        return [.. Enumerable.Range(0, 7).Select(day => shifts[day].ToImmutableArray())];
    }

    private static FrozenDictionary<DateOnly, ImmutableArray<Interval>> ReadDates(JsonElement schedule)
    {
        var dated = Json.List(schedule, "datedShifts")
            .Select(shift => (Day: Json.String(shift, "date"), At: ReadShift(shift)))
            .Where(shift => shift.Day is not null && TextRules.IsDay(shift.Day) && shift.At is not null)
            .GroupBy(shift => Date(shift.Day!), shift => shift.At!.Value)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray());
        foreach (var day in Json.Strings(schedule, "closedOn").Where(TextRules.IsDay))
        {
            dated[Date(day)] = [];
        }

        return dated.ToFrozenDictionary();
    }

    private static string CityOf(string zoneId) => zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');

    private static DateOnly Date(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Interval? ReadShift(JsonElement shift) =>
        Minute(Json.String(shift, "from")) is { } from && Minute(Json.String(shift, "to")) is { } to
            ? new Interval(from, to <= from ? to + MinutesPerDay : to)
            : null;

    private static int? Minute(string? text) =>
        text is not null && TextRules.IsTimeOfDay(text, isEnd: true)
            ? (int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60)
                + int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture)
            : null;

    private sealed record Closed(DateTimeOffset From, DateTimeOffset Until);

    private readonly record struct Interval(int FromMinute, int ToMinute);
}
