using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// The office says of its own contact that it is right as it stands (domain.md §4.7: self-confirmation). The date
/// stands inside the channel, so it is disclosed with that channel and to nobody who does not hold it.
/// </summary>
public static class ContactConfirmation
{
    private const string ConfirmedOn = "confirmedOn";

    /// <summary>
    /// The content confirmed: today's date (UTC) at the channels, all else as it is. A new review date by the policies
    /// only where the whole contact was looked at: with one channel it would tell holders who were not given that
    /// channel (design D5).
    /// </summary>
    /// <param name="content">As it was last cleared.</param>
    /// <param name="channelIds">Channels confirmed; empty for the whole contact.</param>
    /// <param name="now">When.</param>
    /// <param name="policies">Review intervals.</param>
    public static RecordContent Of(
        RecordContent content, ImmutableArray<string> channelIds, DateTimeOffset now, Policies policies)
    {
        var today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var channels = new JsonArray();
        foreach (var channel in Json.List(content.Claims, "channels"))
        {
            var copy = JsonObject.Create(channel)!;
            if (channelIds.IsEmpty || (Json.String(channel, "id") is { } id && channelIds.Contains(id)))
            {
                copy[ConfirmedOn] = today;
            }

            channels.Add(copy);
        }

        var reviewed = channelIds.IsEmpty ? WithNewReview(content, now, policies) : content;
        return ContentDefaults.With(reviewed, "channels", JsonSerializer.SerializeToElement(channels));
    }

    private static RecordContent WithNewReview(RecordContent content, DateTimeOffset now, Policies policies) =>
        ContentDefaults.Fill(
            RecordTypes.PointOfContact,
            ContentDefaults.Without(content, ContentDefaults.ReviewByField),
            before: null,
            now,
            policies);

    /// <summary>
    /// What is wrong with the dates of confirmation that an author wrote: none may lie in the future, and the date of
    /// another number, kept from the version before, would confirm one that nobody tried.
    /// </summary>
    public static IEnumerable<FieldFault> FaultsOf(RecordContent content, RecordContent? before, DateTimeOffset now)
    {
        // A date is one of the office's own time zone: at most 14 hours ahead of UTC.
        var latest = now.AddHours(14).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var known = new ContactView(before ?? RecordContent.Parse("{}")).Channels;
        var index = 0;
        foreach (var item in Json.List(content.Claims, "channels"))
        {
            var day = Json.String(item, ConfirmedOn);
            var path = string.Create(CultureInfo.InvariantCulture, $"channels[{index++}].{ConfirmedOn}");
            if (day is not null && string.CompareOrdinal(day, latest) > 0)
            {
                yield return new FieldFault(path, "Must not lie in the future.");
            }
            else if (day is not null && known.Any(one => IsOtherWithDate(one, item, day)))
            {
                yield return new FieldFault(
                    path, "Was stated for what this channel read before; leave it out or state the day of today.");
            }
        }
    }

    private static bool IsOtherWithDate(ChannelView before, JsonElement item, string day)
    {
        var channel = ContactView.ReadChannel(item);
        return before.Id == channel.Id
            && before.Fingerprint != channel.Fingerprint
            && before.ConfirmedOn is { } confirmed
            && confirmed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) == day;
    }
}
