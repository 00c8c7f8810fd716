using System.Collections.Immutable;
using System.Globalization;

namespace CbmExchange.Domain.Contacts;

/// <summary>Why a contact stands where it stands, in plain words.</summary>
internal static class ContactReasons
{
    /// <summary>Of one contact: its hours, whom it stands in for, its life, languages, topics, freshness.</summary>
    public static ImmutableArray<string> Of(RankedContact ranked, ContactQuestion question, ContactLeads leads) =>
    [
        Hours(ranked, question),
        .. leads.ReasonsOf(ranked.Entry.RecordId),
        .. Life(ranked, question.At, leads),
        .. Languages(ranked, question),
        .. ranked.Entry.View.Competences.Intersect(question.Topics, StringComparer.Ordinal)
            .Select(topic => $"answers for {topic}"),
        .. Freshness(ranked, question.At),
    ];

    /// <summary>A day in UTC.</summary>
    public static string Day(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "a day that was not stated";

    private static string Hours(RankedContact ranked, ContactQuestion question) =>
        ranked.Entry.View.DutyHours switch
        {
            _ when ranked.Standing == ContactStanding.Unavailable =>
                $"temporarily unavailable until {Day(ranked.Entry.View.Unavailable!.Until)}",
            null => "hours not shared",
            { IsAlways: true } => "24/7",
            _ when ranked.IsOnDuty == true => "on duty now",
            { } hours when ranked.NextOpening is { } opening => Opens(hours, question.At, opening),
            _ => "closed now",
        };

    // domain.md §4.21: 1. During the overlap both can be reached, and both say so.
    private static IEnumerable<string> Life(RankedContact ranked, DateTimeOffset at, ContactLeads leads)
    {
        var view = ranked.Entry.View;
        if (ranked.Standing == ContactStanding.Unavailable && leads.NameOf(view.Replacement) is { } replacement)
        {
            yield return $"{replacement} stands in for it";
        }

        if (ranked.Standing == ContactStanding.HandedOver)
        {
            yield return $"handed over to {leads.NameOf(view.Successor) ?? "another contact"} on "
                + Day(view.Handover!.Until);
        }
        else if (view.Handover is { } handover && !(handover.Until <= at))
        {
            var days = $"from {Day(handover.From)} to {Day(handover.Until?.AddTicks(-1))}; both can be reached then";
            yield return leads.NameOf(view.Successor) is { } successor
                ? $"hands over to {successor} {days}"
                : $"changes hands {days}";
        }
    }

    private static IEnumerable<string> Languages(RankedContact ranked, ContactQuestion question) =>
        from spoken in ranked.Entry.View.Languages
        where question.Language is null || ContactLookup.IsSame(spoken.Lang, question.Language)
        let level = spoken.Level == "basic" ? " (basic)" : ""
        let isSpoken = ContactLookup.IsSpoken(ranked.Entry.View, spoken, ranked.IsOnDuty, question.At)
        select $"speaks {spoken.Lang}{level}" + (isSpoken ? "" : " in office hours, not now");

    private static IEnumerable<string> Freshness(RankedContact ranked, DateTimeOffset at)
    {
        if (ranked.Entry.View.ReviewBy is { } by && by <= at)
        {
            yield return $"review overdue since {Day(by)}";
        }

        var freshest = ranked.Channels.Where(channel => channel.Confirmed is not null)
            .MaxBy(channel => channel.Confirmed!.At);
        var word = freshest?.Channel.Id ?? freshest?.Channel.Type;
        if (ranked.Health == ContactHealth.Unreachable)
        {
            yield return "unreachable: no channel led to the desk when it was last tried";
        }
        else if (freshest is not null)
        {
            yield return $"{word} {freshest.Sentence(at)}";
        }
        else
        {
            yield return "never verified";
        }
    }

    private static string Opens(DutyHours hours, DateTimeOffset now, DateTimeOffset opening)
    {
        var minutes = (int)Math.Ceiling((opening - now).TotalMinutes);
        var length =
            minutes < 60 ? $"{minutes} min"
            : minutes < 24 * 60 ? $"{minutes / 60} h {minutes % 60} min"
            : $"{minutes / (24 * 60)} d {minutes % (24 * 60) / 60} h";
        var local = hours.LocalTime(opening);
        return string.Create(CultureInfo.InvariantCulture, $"opens in {length} ({local:HH:mm} {hours.Place})");
    }
}
