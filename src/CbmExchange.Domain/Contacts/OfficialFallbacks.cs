using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Reference;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// Where to turn when a State nominated nobody, in order (domain.md §4.21: 7): its ministry or Permanent Mission, its
/// public CSIRT contact, relay by the secretariat of a body. Each with where it comes from; none is a nomination.
/// </summary>
public static class OfficialFallbacks
{
    /// <summary>Name of the source that is the list of participants of this instance.</summary>
    public const string InstanceDataset = "participants of this instance";

    /// <summary>All, in the order to try.</summary>
    /// <param name="participant">The State, where it takes part.</param>
    /// <param name="state">Who takes part, bodies, memberships.</param>
    /// <param name="csirts">Imported public contacts.</param>
    /// <param name="at">The moment asked about.</param>
    public static ImmutableArray<PublicFallback> Of(
        ParticipantAdmitted? participant, ParticipantsState state, ImmutableArray<PublicFallback> csirts,
        DateTimeOffset at) =>
        participant is null
            ? csirts
            : [.. Ministry(participant), .. csirts, .. Relays(participant, state, at)];

    private static IEnumerable<PublicFallback> Ministry(ParticipantAdmitted participant)
    {
        if (participant.FallbackContact is { } known)
        {
            yield return new PublicFallback(
                participant.Designator, known.Office, Fields(known), known.Source, known.SourceDate, participant.At)
            {
                What = "ministry or Permanent Mission, as entered for this instance; not a nominated contact",
                Dataset = InstanceDataset,
            };
        }
    }

    private static IEnumerable<PublicFallback> Relays(
        ParticipantAdmitted participant, ParticipantsState state, DateTimeOffset at) =>
        from body in state.Bodies.Values
        where body.Secretariat is { } secretariat && secretariat != participant.Participant
        where state.MembershipAsOf(body.Body, participant.Participant, at)
            is MembershipStatuses.Member or MembershipStatuses.Withdrawing
        let known = state.Participants.GetValueOrDefault(body.Secretariat!.Value)
        where known is { Status: ParticipantStatuses.Active }
        let membership = state.Memberships.Last(one =>
            one.Body == body.Body && one.Participant == participant.Participant && one.From <= at)
        select new PublicFallback(
            participant.Designator,
            $"Secretariat of {body.Acronym}",
            known.FallbackContact is { } office ? Fields(office) : ImmutableSortedDictionary<string, string>.Empty,
            membership.SourceReference ?? $"membership of {body.Acronym}",
            membership.From.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            membership.At)
        {
            What = $"relay by {known.Designator}, with your consent each time; not a contact of the State",
            Dataset = InstanceDataset,
        };

    private static ImmutableSortedDictionary<string, string> Fields(OfficialContact contact) =>
        new[] { ("phone", contact.Phone), ("email", contact.Email), ("website", contact.Website) }
            .Where(pair => pair.Item2 is not null)
            .ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2!, StringComparer.Ordinal);
}
