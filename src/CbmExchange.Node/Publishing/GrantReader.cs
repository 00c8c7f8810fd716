using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using WireGrant = CbmExchange.Contracts.Exchange.V1.ReleaseGrant;
using WireMember = CbmExchange.Contracts.Exchange.V1.AudienceMember;

namespace CbmExchange.Node.Publishing;

/// <summary>Reads the grants of a request: names become ids, all faults are named at once.</summary>
/// <param name="participants">Who takes part, as of now.</param>
/// <param name="now">As of when a body is resolved for an exclusion.</param>
internal sealed class GrantReader(ParticipantsState participants, DateTimeOffset now)
{
    private readonly List<FieldFault> faults = [];

    /// <summary>The grants, or their faults.</summary>
    public Outcome<ImmutableArray<ReleaseGrant>> Read(IReadOnlyList<WireGrant> grants)
    {
        var read = grants.Select((grant, index) => Read(grant, $"grants[{index}]")).ToImmutableArray();
        return faults.Count > 0 ? Refusal.Invalid(faults) : read;
    }

    private ReleaseGrant Read(WireGrant grant, string path)
    {
        if (grant.OnlyParts.Count > 0 && grant.ExceptParts.Count > 0)
        {
            faults.Add(new FieldFault($"{path}.exceptParts", "Must not be given together with onlyParts."));
        }

        if (grant.AudienceVisibility is not ("" or "hidden" or "shown"))
        {
            faults.Add(new FieldFault($"{path}.audienceVisibility", "Must be hidden or shown."));
        }

        if (grant.BodyMode is not ("" or Audience.Frozen or Audience.FollowsMembership))
        {
            faults.Add(new FieldFault($"{path}.bodyMode", "Must be frozen or follows-membership."));
        }

        var audience = new Audience
        {
            Include =
            [
                .. grant
                    .Include.Select((member, index) => Include(member, $"{path}.include[{index}]"))
                    .OfType<AudienceMember>(),
            ],
            Exclude = [.. grant.Exclude.SelectMany((member, index) => Exclude(member, $"{path}.exclude[{index}]"))],
            IsShown = grant.AudienceVisibility == "shown",
            BodyMode = grant.BodyMode.Length == 0 ? Audience.Frozen : grant.BodyMode,
        };
        return new ReleaseGrant(audience, WireMarkings.Read(grant.Marking), Parts(grant));
    }

    private static PartSelection Parts(WireGrant grant) =>
        grant switch
        {
            { OnlyParts.Count: > 0 } => PartSelection.Only([.. grant.OnlyParts.Select(ClaimPath.Parse)]),
            { ExceptParts.Count: > 0 } => PartSelection.AllExcept([.. grant.ExceptParts.Select(ClaimPath.Parse)]),
            _ => PartSelection.All,
        };

    private AudienceMember? Include(WireMember member, string path) =>
        member.MemberCase switch
        {
            WireMember.MemberOneofCase.Participant when participants.Resolve(member.Participant) is { } one =>
                AudienceMember.Participant(one.Participant),
            WireMember.MemberOneofCase.BodyMembers when participants.ResolveBody(member.BodyMembers) is { } body =>
                AudienceMember.MembersOf(body.Body),
            WireMember.MemberOneofCase.BodySecretariat
                when participants.ResolveBody(member.BodySecretariat) is { } body => AudienceMember.SecretariatOf(
                body.Body
            ),
            WireMember.MemberOneofCase.Public when member.Public => AudienceMember.Public,
            _ => Unknown<AudienceMember>(path),
        };

    // An exclusion names participants in Domain: a body is excluded as what it means at this moment.
    private IEnumerable<ParticipantId> Exclude(WireMember member, string path) =>
        member.MemberCase switch
        {
            WireMember.MemberOneofCase.Participant when participants.Resolve(member.Participant) is { } one =>
            [
                one.Participant,
            ],
            WireMember.MemberOneofCase.BodyMembers when participants.ResolveBody(member.BodyMembers) is { } body =>
                participants.MembersAsOf(body.Body, now),
            WireMember.MemberOneofCase.BodySecretariat
                when participants.ResolveBody(member.BodySecretariat) is { } body => body.Secretariat is { } secretariat
                ? [secretariat]
                : [],
            _ => Unknown<IEnumerable<ParticipantId>>(path) ?? [],
        };

    private T? Unknown<T>(string path)
        where T : class
    {
        faults.Add(new FieldFault(
            path,
            "Must name a participant or body of this instance; `cbmx lookup STATE` shows how else one is reached."));
        return null;
    }
}
