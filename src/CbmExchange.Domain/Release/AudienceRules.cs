using System.Collections.Immutable;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Domain.Release;

/// <summary>Who an audience means at one instant. Invariants: exclusion wins; never this node; only active
/// ones.</summary>
internal static class AudienceRules
{
    /// <summary>Participants of the grant, before the exclusions of other grants of the same release.</summary>
    public static IEnumerable<ParticipantId> Included(Audience audience, ReleaseSetting setting, DateTimeOffset now) =>
        audience
            .Include.SelectMany(member => Meant(member, setting.Participants, now))
            .Where(setting.Participants.IsActive)
            .Where(participant => participant != setting.Self)
            .Distinct();

    /// <summary>True when the audience includes the participant by itself, not only with a body.</summary>
    public static bool Names(Audience audience, ParticipantId participant) =>
        audience.Include.Contains(AudienceMember.Participant(participant));

    /// <summary>Exclusions of all grants: an exclusion in one wins over an inclusion in another.</summary>
    public static ImmutableHashSet<ParticipantId> Excluded(ImmutableArray<ReleaseGrant> grants) =>
        [.. grants.SelectMany(grant => grant.Audience.Exclude)];

    public static ImmutableArray<BodyResolution> Bodies(
        ImmutableArray<ReleaseGrant> grants,
        ReleaseSetting setting,
        DateTimeOffset now
    ) =>
        [
            .. grants
                .SelectMany(grant => grant.Audience.Include)
                .Where(member => member.Kind == AudienceMember.BodyMembersKind)
                .Select(member => new BodyId(member.Id))
                .Distinct()
                .Order()
                .Select(body => new BodyResolution(body, setting.Participants.MembersAsOf(body, now))),
        ];

    private static ImmutableArray<ParticipantId> Meant(
        AudienceMember member,
        ParticipantsState participants,
        DateTimeOffset now
    ) =>
        member.Kind switch
        {
            AudienceMember.ParticipantKind => [new ParticipantId(member.Id)],
            AudienceMember.BodyMembersKind => participants.MembersAsOf(new BodyId(member.Id), now),
            AudienceMember.BodySecretariatKind => participants
                .Bodies.GetValueOrDefault(new BodyId(member.Id))
                ?.Secretariat
                is { } secretariat
                ? [secretariat]
                : [],
            _ => [],
        };
}
