using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>What a release must not be (domain.md §4.3).</summary>
internal static class ReleaseChecks
{
    /// <summary>Grants of one release: more would not be reviewed by a person.</summary>
    public const int GrantsCountMax = 16;

    /// <summary>Inclusions and exclusions of one grant: the participants of one instance (design §5).</summary>
    public const int AudienceCountMax = 250;

    /// <summary>Paths of one selection: more than any record has lists and elements worth naming.</summary>
    public const int PathsCountMax = 500;

    public static Refusal? OfGrants(ReleaseQuestion question, ReleaseSetting setting)
    {
        var faults = Faults(question, setting).ToImmutableArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        return question.Grants.Select(grant => OfGrant(grant, question, setting))
            .FirstOrDefault(refusal => refusal is not null);
    }

    public static Refusal? OfRecipients(
        ReleaseQuestion question,
        ReleaseSetting setting,
        ImmutableArray<RecipientRelease> recipients
    )
    {
        if (QuoteRules.OfRecipients(setting.Quoted, recipients) is { } tooWide)
        {
            return tooWide;
        }

        if (PublicChecks.OfRecipients(recipients) is { } personal)
        {
            return personal;
        }

        // domain.md §4.8: allowed only if the audience is within those named, or with an explicit reason.
        var named = Json.Strings(question.Content.Claims, "infrastructureObservedIn").ToHashSet(StringComparer.Ordinal);
        var others = recipients.Any(recipient =>
            !named.Contains(recipient.Participant.Value)
            && recipient.Paths.Any(path => path.Field == "infrastructureObservedIn")
        );
        return others && question.InfrastructureOverrideReason is null
            ? No(
                "INFRASTRUCTURE_AUDIENCE",
                "infrastructureObservedIn goes to others than those named in it: leave it out or give a reason."
            )
            : ClosingRules.Check(question, setting, recipients)
                ?? RecordCatalogue.Find(question.Header.RecordType)?.ReleaseRule?.Invoke(question, recipients);
    }

    private static Refusal? OfGrant(ReleaseGrant grant, ReleaseQuestion question, ReleaseSetting setting)
    {
        var kinds = grant.Audience.Include.Select(member => member.Kind).ToHashSet(StringComparer.Ordinal);
        if (kinds.Contains(AudienceMember.PublicKind))
        {
            return PublicChecks.OfGrant(grant, question, setting);
        }

        // FIRST TLP 2.0: RED is for named persons or desks, so never for a whole body.
        if (grant.Marking.Tlp == TlpLabels.Red && kinds.Contains(AudienceMember.BodyMembersKind))
        {
            return No("RED_TO_BODY", "TLP:RED cannot go to a whole body; name the participants.");
        }

        return grant.Audience.BodyMode == Audience.FollowsMembership
            ? OfFollowing(grant.Audience, kinds, question.Header.RecordType)
            : null;
    }

    private static Refusal? OfFollowing(Audience audience, HashSet<string> kinds, string recordType)
    {
        if (!kinds.Contains(AudienceMember.BodyMembersKind))
        {
            return No("FOLLOWS_WITHOUT_BODY", "Only the members of a body can be followed; name the body.");
        }

        // Whoever was shown the list would not see it change.
        if (audience.IsShown)
        {
            return No("FOLLOWS_HIDDEN_ONLY", "A release that follows the membership cannot show its recipients.");
        }

        return RecordCatalogue.Find(recordType)?.Family is RecordFamily.Message or RecordFamily.Receipt
            ? No("FOLLOWS_NOT_FOR_MESSAGES", "A message is for those who are members now; use frozen.")
            : null;
    }

    private static IEnumerable<FieldFault> Faults(ReleaseQuestion question, ReleaseSetting setting)
    {
        if (question.Grants.Length > GrantsCountMax || (question.Grants.IsEmpty && !question.IsCorrection))
        {
            yield return new FieldFault("grants", "One to 16 grants are required; without a grant nothing leaves.");
        }

        if (
            question
                .Grants.Select(grant => grant.Marking.IepId)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Skip(1)
                .Any()
        )
        {
            yield return new FieldFault("grants", "One release cannot carry two exchange policies.");
        }

        var all = ClaimPath.Of(question.Content);
        foreach (var (index, grant) in question.Grants.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"grants[{index}]");
            foreach (
                var fault in OfAudience(grant.Audience, path + ".audience", setting.Participants)
                    .Concat(MarkingRules.Faults(grant.Marking, path + ".marking"))
                    .Concat(OfParts(grant.Parts, path + ".parts", all))
            )
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<FieldFault> OfAudience(Audience audience, string path, ParticipantsState participants)
    {
        if (
            audience.Include.IsEmpty
            || audience.Include.Length > AudienceCountMax
            || audience.Exclude.Length > AudienceCountMax
        )
        {
            yield return new FieldFault(path, "Must include 1 to 250 and exclude at most 250.");
        }

        if (audience.BodyMode is not (Audience.Frozen or Audience.FollowsMembership))
        {
            yield return new FieldFault(path + ".bodyMode", "Must be frozen or follows-membership.");
        }

        foreach (var (index, member) in audience.Include.Index().Where(item => !IsKnown(item.Item, participants)))
        {
            yield return new FieldFault(
                string.Create(CultureInfo.InvariantCulture, $"{path}.include[{index}]"),
                "There is no such participant or body in this instance."
            );
        }

        foreach (var (index, excluded) in audience.Exclude.Index())
        {
            // A misspelt exclusion would let the record go where it must not.
            if (!participants.Participants.ContainsKey(excluded))
            {
                yield return new FieldFault(
                    string.Create(CultureInfo.InvariantCulture, $"{path}.exclude[{index}]"),
                    "There is no such participant in this instance."
                );
            }
        }
    }

    private static bool IsKnown(AudienceMember member, ParticipantsState participants) =>
        member.Kind switch
        {
            AudienceMember.PublicKind => true,
            AudienceMember.ParticipantKind => participants.Participants.ContainsKey(new ParticipantId(member.Id)),
            AudienceMember.BodyMembersKind => participants.Bodies.ContainsKey(new BodyId(member.Id)),
            AudienceMember.BodySecretariatKind => participants
                .Bodies.GetValueOrDefault(new BodyId(member.Id))
                ?.Secretariat
                is not null,
            _ => false,
        };

    private static IEnumerable<FieldFault> OfParts(PartSelection parts, string path, ImmutableArray<ClaimPath> all)
    {
        if (parts.Mode is not (PartSelection.AllMode or PartSelection.OnlyMode or PartSelection.AllExceptMode))
        {
            yield return new FieldFault(path + ".mode", "Must be all, only or all-except.");
        }

        if (parts.Paths.Length > PathsCountMax || parts.Paths.IsEmpty != (parts.Mode == PartSelection.AllMode))
        {
            yield return new FieldFault(
                path,
                "Paths are required for only and all-except, at most 500, and not for all."
            );
        }

        foreach (var unknown in PartRules.Unknown(parts, all).Take(GrantsCountMax))
        {
            yield return new FieldFault(
                string.Create(CultureInfo.InvariantCulture, $"{path}.paths[{parts.Paths.IndexOf(unknown)}]"),
                "The record has no such part."
            );
        }
    }

    internal static Refusal No(string reason, string sentence) => new(RefusalKind.FailedPrecondition, reason, sentence);
}
