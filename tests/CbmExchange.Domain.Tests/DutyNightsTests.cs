using System.Globalization;
using System.Text.Json;
using CbmExchange.Domain.Contacts;

namespace CbmExchange.Domain.Tests;

/// <summary>
/// Duty hours minute by minute against a second, simple opinion (domain.md §4.21: 5, 6): both nights of a year in
/// which clocks change, in five zones, and the leap day.
/// </summary>
public sealed class DutyNightsTests
{
    private const int SchedulesPerZone = 30;
    private const int SearchEveryMinutes = 6;
    private static readonly DateTimeOffset LeapDay = new(2024, 2, 29, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Zones => [.. SimpleHours.ZoneNames];

    [Theory]
    [MemberData(nameof(Zones))]
    [Trait("Edge", "6")]
    public void The_wall_clock_of_a_whole_year_is_the_one_known_by_heart(string zone)
    {
        var simple = new SimpleHours(zone);
        var hours = Read(simple);
        for (var at = LeapDay.AddDays(-59); at.Year < 2025; at = at.AddMinutes(5))
        {
            Assert.Equal(simple.Wall(at), hours.LocalTime(at).DateTime);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    [Trait("Edge", "6")]
    public void Each_minute_around_a_change_of_clocks_and_the_leap_day_is_as_the_second_opinion_says(string zone)
    {
        for (var seed = 0; seed < SchedulesPerZone; seed++)
        {
            var moments = SimpleHours.ChangesOf(zone).Append(LeapDay).ToArray();
            var simple = Any(new Random(seed), zone, moments);
            Agree(simple, moments[seed % moments.Length], $"{zone} seed {seed}: {simple.ToJson()}");
        }
    }

    // Friday and Saturday are the days of rest; the night desk of Thursday ends on a Friday.
    [Theory]
    [InlineData("2024-05-02T05:59Z", "opens in 1 min (09:00 Cairo)")]
    [InlineData("2024-05-02T06:00Z", "on duty now")]
    [InlineData("2024-05-02T14:00Z", "opens in 2 d 16 h (09:00 Cairo)")]
    [InlineData("2024-05-05T00:40Z", "opens in 5 h 20 min (09:00 Cairo)")]
    [Trait("Edge", "5")]
    public void A_week_that_rests_on_Friday_and_Saturday_opens_on_Sunday(string at, string reason) =>
        Assert.Contains(reason, ReasonsAt(at, Office(new SimpleHours("Africa/Cairo"))));

    [Theory]
    [InlineData("2024-12-24T20:00Z", "opens in 1 d 13 h (11:00 Cairo Desk)")]
    [InlineData("2024-12-26T10:30Z", "opens in 2 d 20 h (09:00 Cairo Desk)")]
    [InlineData("2024-12-26T09:00Z", "on duty now")]
    [Trait("Edge", "5")]
    public void Holidays_and_dates_with_hours_of_their_own_come_before_the_week(string at, string reason)
    {
        var office = Office(new SimpleHours("Africa/Cairo")).Closed("2024-12-25").On("2024-12-26", "11:00", "12:30");
        var json = office.ToJson().Replace(
            "{\"timeZone\"", "{\"place\":\"Cairo Desk\",\"timeZone\"", StringComparison.Ordinal);
        Assert.Contains(reason, ReasonsAt(at, json));
    }

    private static void Agree(SimpleHours simple, DateTimeOffset around, string what)
    {
        var hours = Read(simple);
        DateTimeOffset? opening = null;
        DateTimeOffset? closing = null;
        for (var at = around.AddDays(3); at >= around.AddDays(-2); at = at.AddMinutes(-1))
        {
            var isOpen = simple.IsOpen(at);
            Assert.True(isOpen == hours.IsOnDuty(at), $"{what} at {at:O}");
            opening = isOpen ? at : opening;
            closing = isOpen ? closing : at;
            if (at.Minute % SearchEveryMinutes == 0)
            {
                Assert.True(opening is null || opening == hours.NextOpening(at), $"{what} opens after {at:O}");
                Assert.True(closing is null || closing == hours.NextClosing(at), $"{what} closes after {at:O}");
            }
        }
    }

    // Shifts of any length, most of them near midnight and the hours at which clocks change.
    private static SimpleHours Any(Random random, string zone, DateTimeOffset[] moments)
    {
        var simple = new SimpleHours(zone);
        for (var count = random.Next(1, 9); count > 0; count--)
        {
            simple.Weekly((DayOfWeek)random.Next(7), Clock(random), random.Next(5) == 0 ? "24:00" : Clock(random));
        }

        foreach (var moment in moments)
        {
            var day = moment.AddDays(random.Next(-2, 3)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            _ = random.Next(4) switch
            {
                0 => simple.Closed(day),
                1 => simple.On(day, Clock(random), Clock(random)),
                2 => simple.On(day, "00:00", "02:15").On(day, "22:00", "03:00"),
                _ => simple,
            };
        }

        return simple;
    }

    private static string Clock(Random random)
    {
        var hour = random.Next(3) == 0 ? random.Next(24) : (22 + random.Next(7)) % 24;
        return string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{random.Next(4) * 15:00}");
    }

    private static SimpleHours Office(SimpleHours hours) => Enumerable.Range(0, 5).Aggregate(
        hours, (known, day) => known.Weekly((DayOfWeek)day, "09:00", "17:00"));

    private static DutyHours Read(SimpleHours simple) =>
        DutyHours.Read(JsonDocument.Parse(simple.ToJson()).RootElement)!;

    private static IEnumerable<string> ReasonsAt(string at, SimpleHours hours) => ReasonsAt(at, hours.ToJson());

    private static IEnumerable<string> ReasonsAt(string at, string schedule) => ContactLookup.Lookup(
        new ContactQuestion { At = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) },
        [
            new ContactEntry(Fixture.Record, Fixture.Xb, new ContactView(Fixture.With(
                Fixture.Contact, ("coverage", "\"schedule\""), ("schedule", schedule)))),
        ],
        [],
        Policies.Default).Nominated[0].Reasons;
}
