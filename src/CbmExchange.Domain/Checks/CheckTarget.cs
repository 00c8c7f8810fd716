using System.Collections.Immutable;

namespace CbmExchange.Domain.Checks;

/// <summary>A channel of a contact, as it read when the check was planned.</summary>
/// <param name="Contact">The contact.</param>
/// <param name="ChannelId">Its channel.</param>
/// <param name="Fingerprint">What led to the desk then: another number under the same id was not checked.</param>
public sealed record CheckPlace(RecordId Contact, string ChannelId, string Fingerprint);

/// <summary>One channel of a State that is tried by itself.</summary>
/// <param name="Key">Short name within the State: node-inbox, voice-1, e-mail-2.</param>
/// <param name="Type">Code of list channel-type.</param>
/// <param name="Places">The channels of contacts that it stands for: one, or of the node inbox any number.</param>
/// <param name="DutyHours">inside, outside or not-known: the duty hours of its desk when the check opens.</param>
public sealed record CheckChannel(string Key, string Type, ImmutableArray<CheckPlace> Places, string DutyHours);

/// <summary>A State that is checked. It never learns who else is.</summary>
/// <param name="Participant">The State.</param>
/// <param name="Channels">What is tried; none when it takes no part.</param>
/// <param name="IsOptedOut">It said before that it takes no part: neutral, and nothing is sent.</param>
/// <param name="Check">Its message.</param>
/// <param name="Reminder">The reminder, should it be needed.</param>
/// <param name="Announcement">The announcement, where the check is announced.</param>
/// <param name="Reference">Reference number of its message, to be said on a telephone.</param>
public sealed record CheckTarget(
    ParticipantId Participant,
    ImmutableArray<CheckChannel> Channels,
    bool IsOptedOut = false,
    RecordId? Check = null,
    RecordId? Reminder = null,
    RecordId? Announcement = null,
    string? Reference = null
)
{
    /// <summary>The channel with this key.</summary>
    public CheckChannel? Find(string key) => Channels.FirstOrDefault(channel => channel.Key == key);
}
