using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>
/// Works out what a release means for each recipient. Pure; preview and release call the same method.
/// Invariants:
/// exclusion wins over any inclusion, also via a body; this node is never a recipient;
/// no recipient gets a claim that none of its grants gives, but the few that <see cref="PartRules"/> always includes;
/// a recipient for whom nothing changes gets no entry;
/// a correction goes to everyone who ever received, in the parts they were given, and to nobody else by itself;
/// whoever was taken out comes back only when a grant names it, never with a body (decision 0020).
/// </summary>
public static class ReleaseResolver
{
    /// <summary>The plan, or a refusal: field faults with paths under <c>grants</c>, or a reason of
    /// ReleaseChecks.</summary>
    public static Outcome<ReleasePlan> Plan(ReleaseQuestion question, ReleaseSetting setting, DateTimeOffset now)
    {
        if (ReleaseChecks.OfGrants(question, setting) is { } refusal)
        {
            return refusal;
        }

        var content = new LeafIndex(question.Content);
        var drafts = Shares(question, setting, now, content);
        var changed = drafts.Where(draft => draft.Release is not null).ToImmutableArray();
        ImmutableArray<RecipientRelease> recipients = [.. changed.Select(draft => draft.Release!)];
        var (isPublic, world) = World(question, setting, content);
        ImmutableArray<RecipientRelease> all = world is null ? recipients : [.. recipients, world];
        if ((ReleaseChecks.OfRecipients(question, setting, all)
            ?? ExerciseChecks.OfRecipients(question, setting, all, now)) is { } later)
        {
            return later;
        }

        return new ReleasePlan
        {
            Recipients = recipients,
            Public = world,
            Bodies = AudienceRules.Bodies(question.Grants, setting, now),
            Unchanged =
            [
                .. drafts.Where(draft => draft.Release is null).Select(draft => draft.Participant),
                .. isPublic && world is null ? [AudienceMember.PublicId] : ImmutableArray<ParticipantId>.Empty,
            ],
            Warnings =
            [
                .. PublicChecks.Warnings(world),
                .. ReleaseWarnings.Of(question, setting, [.. drafts.Select(draft => draft.Participant)], all, now),
            ],
        };
    }

    // The world is a recipient like any other that holds nothing else of ours and is in no case; it has no stream.
    private static (bool IsMeant, RecipientRelease? Release) World(
        ReleaseQuestion question,
        ReleaseSetting setting,
        LeafIndex content
    )
    {
        ImmutableArray<ReleaseGrant> grants =
        [
            .. question.Grants.Where(grant => grant.Audience.Include.Contains(AudienceMember.Public)),
        ];
        if (grants.IsEmpty && !(question.IsCorrection && question.PublicGiven is not null))
        {
            return (false, null);
        }

        var given = ImmutableSortedDictionary<ParticipantId, GivenVersion>.Empty;
        var asked = question with
        {
            Given = question.PublicGiven is { } held ? given.Add(AudienceMember.PublicId, held) : given,
        };
        return (true, Resolve(new Share(AudienceMember.PublicId, grants, []), asked, setting, content));
    }

    private static ImmutableArray<(ParticipantId Participant, RecipientRelease? Release)> Shares(
        ReleaseQuestion question,
        ReleaseSetting setting,
        DateTimeOffset now,
        LeafIndex content
    )
    {
        var excluded = AudienceRules.Excluded(question.Grants);
        var audiences = question
            .Grants.Select(grant =>
                (
                    Grant: grant,
                    Members: AudienceRules
                        .Included(grant.Audience, setting, now)
                        .Where(member => !excluded.Contains(member))
                        .Where(member => !IsOut(member, question) || AudienceRules.Names(grant.Audience, member))
                        .ToImmutableHashSet()
                )
            )
            .ToArray();
        var everyone = audiences
            .SelectMany(audience => audience.Members)
            .Concat(question.IsCorrection ? question.Given.Keys : [])
            .Where(participant => participant != setting.Self)
            .Distinct()
            .Order();
        return
        [
            .. everyone.Select(participant =>
            {
                var mine = audiences.Where(audience => audience.Members.Contains(participant)).ToArray();
                var share = new Share(
                    participant,
                    [.. mine.Select(audience => audience.Grant)],
                    [
                        .. mine.Where(audience => audience.Grant.Audience.IsShown)
                            .SelectMany(audience => audience.Members)
                            .Distinct()
                            .Order(),
                    ]
                );
                return (participant, Resolve(share, question, setting, content));
            }),
        ];
    }

    private static RecipientRelease? Resolve(
        Share share,
        ReleaseQuestion question,
        ReleaseSetting setting,
        LeafIndex content
    )
    {
        var given = question.Given.GetValueOrDefault(share.Participant);
        var isBack = IsOut(share.Participant, question) && !share.Grants.IsEmpty;
        var isSameVersion = !isBack && given?.ContentHash == question.ContentHash;
        var held = setting.Held.GetValueOrDefault(share.Participant, []);
        var holdsOfCase = setting.HoldersOfCase.Contains(share.Participant);
        var leaves = share
            .Grants.SelectMany(grant => PartRules.Leaves(grant.Parts, content))
            .Concat(question.IsCorrection && given is not null ? Again(given, content) : [])
            .Concat(PartRules.Always(question.Header.RecordType, content))
            .Where(content.Leaves.Contains)
            .Where(leaf => PartRules.MayBeShown(leaf, content, share.Participant, held, holdsOfCase))
            .Concat(isSameVersion ? given!.Paths.Intersect(content.Leaves) : [])
            .ToHashSet();
        var markings = share
            .Grants.Select(grant => grant.Marking)
            .Concat(given is not null && (isSameVersion || question.IsCorrection) ? [given.Marking] : []);
        var release = new RecipientRelease
        {
            Participant = share.Participant,
            Paths = PartRules.WithLists(leaves, content),
            Marking = MarkingRules.Strictest(markings),
            Kind = FirstKind(question.Header.RecordType),
            Replaces = given?.ContentHash == question.ContentHash ? null : given?.ContentHash,
            RelatesTo = RelatesTo(leaves, content, held),
            Audience = share.ShownAudience,
            NarrowedAt = isBack ? null : given?.NarrowedAt,
        };
        return given is null ? release : Changed(release, given, question, isBack);
    }

    private static bool IsOut(ParticipantId participant, ReleaseQuestion question) =>
        question.Given.GetValueOrDefault(participant) is { IsNarrowed: true };

    /// <summary>Null when the recipient already holds just that.</summary>
    private static RecipientRelease? Changed(
        RecipientRelease release,
        GivenVersion given,
        ReleaseQuestion question,
        bool isBack
    )
    {
        var view = RecipientView.Of(question.Content, release.Paths);
        var isSameView = RecipientView.SaysTheSame(view, given.View);
        if (isSameView && release.Marking == given.Marking && !isBack)
        {
            return null;
        }

        if (question.IsCorrection && given.ContentHash != question.ContentHash)
        {
            return release with { Kind = EntryKinds.Corrected };
        }

        if (given.ContentHash != question.ContentHash)
        {
            return release;
        }

        // The same version with other limits only is stated again; it is not a new message.
        return release with
        {
            Kind = isSameView && !isBack ? EntryKinds.Released : EntryKinds.Widened,
        };
    }

    private static string FirstKind(string recordType) =>
        RecordCatalogue.Find(recordType)?.Family switch
        {
            RecordFamily.Receipt => EntryKinds.Receipt,
            RecordFamily.Message => EntryKinds.Message,
            _ => EntryKinds.Released,
        };

    // Elements named by index can be others in the new version, so only those already known by value go again.
    private static IEnumerable<ClaimPath> Again(GivenVersion given, LeafIndex content) =>
        content.Leaves.Where(leaf =>
            given.WholeFields.Contains(leaf.Field)
            || (leaf.Element?.StartsWith('#') == true ? IsKnown(given, leaf, content) : given.Paths.Contains(leaf))
        );

    private static bool IsKnown(GivenVersion given, ClaimPath leaf, LeafIndex content) =>
        Json.List(given.View.Claims, leaf.Field).Any(item => JsonElement.DeepEquals(item, content.ValueOf(leaf)));

    private static ImmutableArray<RecordId> RelatesTo(
        HashSet<ClaimPath> leaves,
        LeafIndex content,
        ImmutableHashSet<RecordId> held
    ) =>
        [
            .. content
                .Leaves.Where(leaves.Contains)
                .Select(content.TargetOf)
                .OfType<RecordId>()
                .Where(held.Contains)
                .Distinct(),
        ];

    private sealed record Share(
        ParticipantId Participant,
        ImmutableArray<ReleaseGrant> Grants,
        ImmutableArray<ParticipantId> ShownAudience
    );
}
