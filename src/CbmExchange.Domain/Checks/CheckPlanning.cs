using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Contacts;

namespace CbmExchange.Domain.Checks;

/// <summary>Which channels of a State are tried, from the contacts that it released to the node that checks.</summary>
public static class CheckPlanning
{
    /// <summary>
    /// The channels of the given types at contacts of the given kinds (none given: of any), each by itself; the node
    /// inbox once, whichever desk reads it.
    /// </summary>
    /// <param name="contacts">Contacts of the State.</param>
    /// <param name="types">Types of channels.</param>
    /// <param name="kinds">Kinds of contacts.</param>
    /// <param name="opensAt">When the check opens: for the duty hours.</param>
    public static ImmutableArray<CheckChannel> ChannelsOf(
        IEnumerable<ContactEntry> contacts, ImmutableArray<string> types, ImmutableArray<string> kinds,
        DateTimeOffset opensAt)
    {
        var found = contacts
            .Where(contact => !contact.IsWithdrawn)
            .Where(contact => kinds.IsDefaultOrEmpty || contact.View.Kinds.Any(kinds.Contains))
            .OrderBy(contact => contact.RecordId.Value, StringComparer.Ordinal)
            .SelectMany(contact => contact.View.Channels
                .Where(channel => channel is { Id: not null, Type: not null } && types.Contains(channel.Type))
                .Select(channel => (contact, channel)))
            .ToImmutableArray();
        return
        [
            .. types.SelectMany(type => type == CheckCodes.NodeInbox
                ? [Inbox(found, opensAt)]
                : Others(found, type, opensAt)).Take(CheckLimits.ChannelsCountMax),
        ];
    }

    private static CheckChannel Inbox(
        ImmutableArray<(ContactEntry Contact, ChannelView Channel)> found, DateTimeOffset opensAt)
    {
        var places = found.Where(one => one.Channel.Type == CheckCodes.NodeInbox).ToImmutableArray();
        return new CheckChannel(
            CheckCodes.NodeInbox, CheckCodes.NodeInbox, [.. places.Select(PlaceOf)],
            places.IsEmpty ? CheckCodes.HoursNotKnown : HoursOf(places[0].Contact, opensAt));
    }

    private static IEnumerable<CheckChannel> Others(
        ImmutableArray<(ContactEntry Contact, ChannelView Channel)> found, string type, DateTimeOffset opensAt) =>
        found.Where(one => one.Channel.Type == type).Select((one, index) => new CheckChannel(
            string.Create(CultureInfo.InvariantCulture, $"{type}-{index + 1}"), type, [PlaceOf(one)],
            HoursOf(one.Contact, opensAt)));

    private static CheckPlace PlaceOf((ContactEntry Contact, ChannelView Channel) one) =>
        new(one.Contact.RecordId, one.Channel.Id!, one.Channel.Fingerprint);

    private static string HoursOf(ContactEntry contact, DateTimeOffset opensAt) =>
        contact.View.DutyHours?.IsOnDuty(opensAt) switch
        {
            true => "inside",
            false => "outside",
            null => CheckCodes.HoursNotKnown,
        };
}
