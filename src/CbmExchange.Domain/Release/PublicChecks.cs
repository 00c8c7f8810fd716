using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>What a release to the world must not be. It cannot be narrowed, so its rules are the strictest.</summary>
internal static class PublicChecks
{
    public static Refusal? OfGrant(ReleaseGrant grant, ReleaseQuestion question, ReleaseSetting setting)
    {
        if (grant.Marking.Tlp != TlpLabels.Clear)
        {
            return ReleaseChecks.No("PUBLIC_NEEDS_CLEAR", "A public release must be marked TLP:CLEAR.");
        }

        if (!setting.HasPublicPage)
        {
            return ReleaseChecks.No(
                "PUBLIC_NOT_OFFERED",
                "This node has no public page (listeners.public in node.json), so nothing goes to the public."
            );
        }

        // domain.md §1.14, §7.2: messages are between participants; this is no public alerting.
        if (RecordCatalogue.Find(question.Header.RecordType)?.Family is RecordFamily.Message or RecordFamily.Receipt)
        {
            return ReleaseChecks.No("PUBLIC_NOT_FOR_MESSAGES", "A message cannot be released to the public.");
        }

        return question.Header.Context == "actual"
            ? null
            : ReleaseChecks.No("PUBLIC_ACTUAL_ONLY", "Only what is actual can be released to the public.");
    }

    public static ImmutableArray<ReleaseWarning> Warnings(RecipientRelease? world) =>
        world is null
            ? []
            :
            [
                new ReleaseWarning(
                    "TO_EVERYONE",
                    "Everyone can read and copy this; it can be withdrawn, but never narrowed.",
                    []
                ),
            ];

    public static Refusal? OfRecipients(ImmutableArray<RecipientRelease> recipients) =>
        recipients.Any(one => one.Participant == AudienceMember.PublicId && one.Paths.Any(PersonalData.IsPersonal))
            ? ReleaseChecks.No(
                "PUBLIC_WITHOUT_PERSONS",
                "Named persons cannot be released to the public: leave them out, e.g. --except-parts persons."
            )
            : null;
}
