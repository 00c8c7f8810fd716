using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Contacts;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>Whether somebody answers at 03:00: from the stated hours, at the moment asked for.</summary>
public sealed class DutyViewTests
{
    private const string Office = """
        "coverage":"schedule","schedule":{"timeZone":"Pacific/Fiji","shifts":[
          {"weekday":"mon","from":"08:00","to":"17:00"},{"weekday":"tue","from":"08:00","to":"17:00"}]}
        """;

    [Theory]
    [InlineData(
        "2026-11-22T19:59:00Z", "not-on-duty",
        "not on duty now, until 20:00Z (2026-11-23 08:00 Fiji), in 1 min")]
    [InlineData("2026-11-22T20:00:00Z", "on-duty", "on duty now, until 2026-11-23 05:00Z (17:00 Fiji)")]
    [InlineData("2026-11-23T04:59:59Z", "on-duty", "on duty now, until 05:00Z (17:00 Fiji)")]
    [InlineData(
        "2026-11-23T05:00:00Z", "not-on-duty",
        "not on duty now, until 20:00Z (2026-11-24 08:00 Fiji), in 15 h 0 min")]
    public void Stated_hours_answer_for_the_moment_asked_for(string at, string state, string sentence)
    {
        var duty = DutyAt(at, Office);

        Assert.Equal((state, sentence, "schedule"), (duty.State, duty.Sentence, duty.SourceField));
        Assert.Equal("Pacific/Fiji", duty.Schedule.TimeZone);
        Assert.NotNull(duty.Until);
    }

    [Fact]
    public void Around_the_clock_has_no_end()
    {
        var duty = DutyAt("2026-11-22T03:00:00Z", "\"coverage\":\"24x7\"");

        Assert.Equal(
            ("on-duty", "on duty now, 24/7", "coverage"), (duty.State, duty.Sentence, duty.SourceField));
        Assert.Null(duty.Until);
    }

    [Theory]
    [InlineData("\"outOfHours\":\"next-working-day\"", "the hours were not shared")]
    [InlineData("\"coverage\":\"schedule\"", "the hours were not shared")]
    [InlineData(
        "\"coverage\":\"schedule\",\"schedule\":{\"timeZone\":\"Mars/Olympus\",\"shifts\":[]}",
        "this node does not know the time zone Mars/Olympus")]
    public void What_is_not_known_is_never_taken_for_closed(string claims, string why)
    {
        var duty = DutyAt("2026-11-22T03:00:00Z", claims);

        Assert.Equal(("unknown", ""), (duty.State, duty.SourceField));
        Assert.Equal($"not known whether on duty now: {why}", duty.Sentence);
    }

    private static DutyView DutyAt(string at, string claims)
    {
        var content = RecordContent.Parse($$"""{"kinds":["technical"],{{claims}}}""");
        var moment = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        var entry = new ContactEntry(new RecordId("r"), new ParticipantId("p"), new ContactView(content));
        var found = ContactLookup.Lookup(new ContactQuestion { At = moment }, [entry], [], Policies.Default);
        return DutyViews.Of(
            found.Nominated[0], RecordSchemas.TryTo<PointOfContact>(content) ?? new PointOfContact(), moment);
    }
}
