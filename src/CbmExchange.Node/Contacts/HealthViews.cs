using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Contacts;

/// <summary>How fresh a contact and its channels are, as officers read it.</summary>
internal static class HealthViews
{
    /// <summary>The code of a health.</summary>
    public static string Code(ContactHealth health) =>
        health switch
        {
            ContactHealth.Verified => "verified",
            ContactHealth.Due => "due",
            ContactHealth.Stale => "stale",
            ContactHealth.Unreachable => "unreachable",
            _ => "never-verified",
        };

    /// <summary>One contact, whole.</summary>
    public static GetContactHealthResponse Of(ContactEntry entry, DateTimeOffset at)
    {
        var response = new GetContactHealthResponse
        {
            RecordId = entry.RecordId.Value,
            Health = Code(ContactLookup.HealthOf(entry, at, Policies.Default)),
            ReviewBy = entry.View.ReviewBy?.ToTimestamp(),
        };
        response.Channels.AddRange(
            ContactLookup.ChannelHealthsOf(entry, at, Policies.Default).Select(channel => Of(channel, at)));
        return response;
    }

    /// <summary>One channel.</summary>
    public static ChannelHealthView Of(ChannelHealth health, DateTimeOffset at) => new()
    {
        ChannelId = health.Channel.Id ?? "",
        ChannelType = health.Channel.Type ?? "",
        Health = Code(health.Health),
        Sentence = health.Sentence(at),
        VerifiedAt = health.Confirmed?.At.ToTimestamp(),
        Method = health.Confirmed?.Method ?? "",
    };
}
