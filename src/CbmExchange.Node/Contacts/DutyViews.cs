using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Contacts;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Contacts;

/// <summary>Whether somebody answers at a moment, computed from the hours that the State stated.</summary>
internal static class DutyViews
{
    private const string Around = "24x7";
    private const string ByWeek = "schedule";

    /// <summary>The view for a moment; what was not shared is said to be unknown, never taken for closed.</summary>
    public static DutyView Of(ContactAnswerRow found, PointOfContact contact, DateTimeOffset at)
    {
        var view = new DutyView
        {
            State = found.IsOnDuty switch
            {
                true => "on-duty",
                false => "not-on-duty",
                null => "unknown",
            },
            Until = (found.IsOnDuty == true ? found.NextClosing : found.NextOpening)?.ToTimestamp(),
            Sentence = Sentence(found, contact, at),
            SourceField = found.IsOnDuty is null ? "" : contact.Coverage == Around ? "coverage" : ByWeek,
            Coverage = contact.Coverage,
            OutOfHours = contact.OutOfHours,
        };
        if (contact.Schedule is { } schedule)
        {
            view.Schedule = schedule;
        }

        return view;
    }

    private static string Sentence(ContactAnswerRow found, PointOfContact contact, DateTimeOffset at) =>
        (found.IsOnDuty, found.NextClosing, found.NextOpening) switch
        {
            (null, _, _) when contact.Schedule is { TimeZone.Length: > 0 } schedule =>
                $"not known whether on duty now: this node does not know the time zone {schedule.TimeZone}",
            (null, _, _) => "not known whether on duty now: the hours were not shared",
            (false, _, { } opening) when found.Standing == ContactStanding.Unavailable =>
                $"temporarily unavailable, until {Moment(found, opening, at)}, in {Wait(opening - at)}",
            (true, null, _) => contact.Coverage == Around ? "on duty now, 24/7" : "on duty now, without a break",
            (true, { } closing, _) => $"on duty now, until {Moment(found, closing, at)}",
            (_, _, { } opening) => $"not on duty now, until {Moment(found, opening, at)}, in {Wait(opening - at)}",
            _ => "not on duty now; its stated hours name no next opening",
        };

    // UTC first, as everywhere; the desk's own wall time beside it. The day only where it is another one.
    private static string Moment(ContactAnswerRow found, DateTimeOffset moment, DateTimeOffset at)
    {
        var isSameDay = moment.UtcDateTime.Date == at.UtcDateTime.Date;
        var universal = moment.UtcDateTime.ToString(
            isSameDay ? "HH:mm'Z'" : "yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        if (found.Entry.View.OfficeHours is not { } hours)
        {
            return universal;
        }

        var local = hours.LocalTime(moment);
        var localFormat = local.Date == moment.UtcDateTime.Date ? "HH:mm" : "yyyy-MM-dd HH:mm";
        return $"{universal} ({local.ToString(localFormat, CultureInfo.InvariantCulture)} {hours.Place})";
    }

    private static string Wait(TimeSpan wait)
    {
        var minutes = (long)Math.Ceiling(wait.TotalMinutes);
        return minutes switch
        {
            < 60 => $"{minutes} min",
            < 24 * 60 => $"{minutes / 60} h {minutes % 60} min",
            _ => $"{minutes / (24 * 60)} d {minutes % (24 * 60) / 60} h",
        };
    }
}
