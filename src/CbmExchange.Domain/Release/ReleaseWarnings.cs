using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>What an officer should think about before confirming; none of it stops a release.</summary>
internal static class ReleaseWarnings
{
    public static ImmutableArray<ReleaseWarning> Of(
        ReleaseQuestion question,
        ReleaseSetting setting,
        ImmutableArray<ParticipantId> reached,
        ImmutableArray<RecipientRelease> recipients,
        DateTimeOffset now
    )
    {
        ImmutableArray<ParticipantId> Where(Func<RecipientRelease, bool> condition) =>
            [.. recipients.Where(condition).Select(recipient => recipient.Participant)];

        var named = question
            .Grants.SelectMany(grant => grant.Audience.Include)
            .Where(member => member.Kind == AudienceMember.ParticipantKind)
            .Select(member => new ParticipantId(member.Id))
            .Distinct();
        ImmutableArray<(string Code, string Sentence, ImmutableArray<ParticipantId> Participants)> all =
        [
            (
                "CLEAR_TO_LIMITED_AUDIENCE",
                "TLP:CLEAR lets these recipients pass it on to anyone.",
                Where(IsClearToSome)
            ),
            (
                "PERSONS_TO_BODY",
                "Named persons go to the members of a body.",
                GivesPersonsToBody(question)
                    ? Where(recipient => recipient.Paths.Any(PersonalData.IsPersonal))
                    : []
            ),
            (
                "WIDER_THAN_USUAL",
                "Records of this type usually go out under a stricter label.",
                RecordCatalogue.Find(question.Header.RecordType)?.UsualTlp is { } usual
                    ? Where(recipient =>
                        MarkingRules.IsWider(recipient.Marking, recipient.Marking with { Tlp = usual }))
                    : []
            ),
            ExerciseChecks.OfDirector(question, recipients),
            (
                "NOT_ACTIVE",
                "These are named but do not take part now, so nothing goes to them.",
                [.. named.Where(participant => !setting.Participants.IsActive(participant))]
            ),
            (
                "EARLIER_RECIPIENTS_LEFT_OUT",
                "These hold an earlier version and are not told of this one.",
                [
                    .. question
                        .Given.Where(given => !given.Value.IsNarrowed && !reached.Contains(given.Key))
                        .Select(given => given.Key),
                ]
            ),
            (
                "TAKEN_OUT_EARLIER",
                "These were taken out earlier, so a body does not reach them; name them to give it to them again.",
                [.. OutOfBody(question, setting, now)]
            ),
        ];
        var warnings = all.Where(warning => !warning.Participants.IsEmpty)
            .Select(warning => new ReleaseWarning(warning.Code, warning.Sentence, warning.Participants));
        return recipients.IsEmpty
            ?
            [
                .. warnings,
                new ReleaseWarning("NO_ENTRIES", "Nobody is given anything that they do not hold already.", []),
            ]
            : [.. warnings];
    }

    private static bool IsClearToSome(RecipientRelease recipient) =>
        recipient.Marking.Tlp == TlpLabels.Clear && recipient.Participant != AudienceMember.PublicId;

    private static IEnumerable<ParticipantId> OutOfBody(
        ReleaseQuestion question,
        ReleaseSetting setting,
        DateTimeOffset now
    )
    {
        var excluded = AudienceRules.Excluded(question.Grants);
        return question
            .Given.Where(given => given.Value.IsNarrowed && !excluded.Contains(given.Key))
            .Select(given => given.Key)
            .Where(participant =>
                !question.Grants.Any(grant => AudienceRules.Names(grant.Audience, participant))
                && question.Grants.Any(grant =>
                    AudienceRules.Included(grant.Audience, setting, now).Contains(participant)
                )
            );
    }

    // Only the grant that names the body counts: a person given to one State by another grant goes to that State alone.
    private static bool GivesPersonsToBody(ReleaseQuestion question)
    {
        var content = new LeafIndex(question.Content);
        return question.Grants.Any(grant =>
            grant.Audience.Include.Any(member => member.Kind == AudienceMember.BodyMembersKind)
            && PartRules.Leaves(grant.Parts, content).Any(PersonalData.IsPersonal));
    }
}
