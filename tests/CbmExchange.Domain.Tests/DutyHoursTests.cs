using System.Globalization;
using System.Text.Json;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

public sealed class DutyHoursTests
{
    private const string Nights = """
        {"weekday":"sat","from":"22:00","to":"06:00"}
        """;

    // Saturday night shifts of 8 wall-clock hours over the nights in which clocks change (tz database).
    [Theory]
    [InlineData("Europe/Vilnius", "2026-03-28", 7 * 60)]
    [InlineData("Europe/Vilnius", "2026-10-24", 9 * 60)]
    [InlineData("Europe/Vilnius", "2026-06-13", 8 * 60)]
    [InlineData("America/New_York", "2026-03-07", 7 * 60)]
    [InlineData("America/New_York", "2026-10-31", 9 * 60)]
    [InlineData("Australia/Lord_Howe", "2026-04-04", (8 * 60) + 30)]
    [InlineData("Australia/Lord_Howe", "2026-10-03", (7 * 60) + 30)]
    [InlineData("Pacific/Fiji", "2026-11-21", 8 * 60)]
    public void A_night_shift_is_one_stretch_that_follows_wall_time_through_a_change_of_clocks(
        string zone,
        string saturday,
        int minutes
    )
    {
        var hours = Hours(zone, Nights);
        var start = DateTimeOffset
            .Parse(saturday, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .AddHours(-24);
        var onDuty = Enumerable
            .Range(0, 3 * 24 * 60)
            .Select(minute => start.AddMinutes(minute))
            .Where(hours.IsOnDuty)
            .ToArray();
        Assert.Equal(minutes, onDuty.Length);
        Assert.Equal(onDuty[0].AddMinutes(minutes - 1), onDuty[^1]);
        Assert.Equal("22:00", hours.LocalTime(onDuty[0]).ToString("HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal("05:59", hours.LocalTime(onDuty[^1]).ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(
        "Europe/Vilnius",
        "2026-03-27",
        """{"weekday":"sun","from":"03:30","to":"05:00"},{"weekday":"sat","from":"23:30","to":"00:30"}"""
    )]
    [InlineData(
        "Europe/Vilnius",
        "2026-10-23",
        """{"weekday":"sun","from":"03:30","to":"03:45"},{"weekday":"fri","from":"08:00","to":"24:00"}"""
    )]
    [InlineData("America/New_York", "2026-10-30", """{"weekday":"sun","from":"01:30","to":"02:00"}""")]
    [InlineData(
        "Asia/Riyadh",
        "2026-11-19",
        """{"weekday":"sun","from":"08:00","to":"15:00"},{"weekday":"thu","from":"08:00","to":"15:00"}"""
    )]
    [InlineData(
        "Australia/Lord_Howe",
        "2026-04-03",
        """{"weekday":"sat","from":"22:07","to":"24:00"},{"weekday":"sun","from":"00:00","to":"01:50"}"""
    )]
    public void The_next_opening_and_closing_are_the_first_minutes_on_and_off_duty(
        string zone,
        string day,
        string shifts
    )
    {
        var hours = Hours(zone, shifts);
        var start = DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        DateTimeOffset? next = null;
        DateTimeOffset? closing = null;
        for (var minute = 4 * 24 * 60; minute >= 0; minute--)
        {
            var instant = start.AddMinutes(minute);
            next = hours.IsOnDuty(instant) ? instant : next;
            if (next is not null)
            {
                Assert.Equal(next, hours.NextOpening(instant));
            }

            closing = hours.IsOnDuty(instant) ? closing : instant;
            if (closing is not null)
            {
                Assert.Equal(closing, hours.NextClosing(instant));
            }
        }
    }

    [Fact]
    public void A_shift_that_ends_when_it_starts_lasts_a_day()
    {
        var hours = Hours("Europe/Vilnius", """{"weekday":"mon","from":"08:00","to":"08:00"}""");
        Assert.True(hours.IsOnDuty(Utc("2026-11-24T05:59:00Z")));
        Assert.False(hours.IsOnDuty(Utc("2026-11-24T06:00:00Z")));
    }

    [Fact]
    public void A_closed_day_closes_the_shifts_that_start_on_it()
    {
        var hours = Hours(
            "Europe/Vilnius",
            """{"weekday":"thu","from":"20:00","to":"06:00"},{"weekday":"fri","from":"20:00","to":"06:00"}""",
            "2026-12-25"
        );
        Assert.True(hours.IsOnDuty(Utc("2026-12-25T03:00:00Z")));
        Assert.False(hours.IsOnDuty(Utc("2026-12-25T20:00:00Z")));
        Assert.False(hours.IsOnDuty(Utc("2026-12-26T03:00:00Z")));
    }

    [Fact]
    public void A_schedule_without_shifts_never_opens() =>
        Assert.Null(Hours("Europe/Vilnius", "").NextOpening(Utc("2026-11-22T00:00:00Z")));

    [Fact]
    public void A_desk_that_is_always_manned_has_no_closing()
    {
        var days = CodeLists.Weekday.Select(day => $$"""{"weekday":"{{day}}","from":"00:00","to":"24:00"}""");
        Assert.Null(Hours("Europe/Vilnius", string.Join(',', days)).NextClosing(Utc("2026-11-22T00:00:00Z")));
        Assert.Null(DutyHours.Always.NextClosing(Utc("2026-11-22T00:00:00Z")));
    }

    [Fact]
    public void A_zone_that_is_not_known_here_gives_no_hours() =>
        Assert.Null(DutyHours.Read(Schedule("Mars/Olympus", Nights, null)));

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DutyHours Hours(string zone, string shifts, string? closedOn = null) =>
        DutyHours.Read(Schedule(zone, shifts, closedOn))!;

    private static JsonElement Schedule(string zone, string shifts, string? closedOn)
    {
        var closed = closedOn is null ? "" : $"\"{closedOn}\"";
        return JsonDocument
            .Parse($$"""{"timeZone":"{{zone}}","shifts":[{{shifts}}],"closedOn":[{{closed}}]}""")
            .RootElement;
    }
}
