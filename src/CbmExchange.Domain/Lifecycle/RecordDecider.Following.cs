using System.Collections.Immutable;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <content>Releases that follow the membership of a body (domain.md §4.3 bodyMode, §4.21 row 12).</content>
public static partial class RecordDecider
{
    /// <summary>
    /// Gives the released version to members of the followed bodies who do not hold it, by the ordinary decision.
    /// Whoever left gets nothing new, and nothing is taken from it; whoever was taken out or excluded stays so; a
    /// frozen release gives nobody anything. Events: RecordReleased, or none.
    /// </summary>
    public static ImmutableArray<IEvent> Follow(RecordState state, ReleaseSetting setting, DateTimeOffset now)
    {
        var version = state.Versions.LastOrDefault(one => one.Status == VersionStatus.Released);
        if (
            state is not { Following: { } following, Withdrawal: null, Ended: null, Departure: null, Lost: null }
            || version?.Signed is not { } signed
        )
        {
            return [];
        }

        var command = new ReleaseRecord
        {
            Actor = new Actor(following.Officer, []),
            Grants = [.. Bodies(following.Grants)],
            Quotes = following.Quotes,
        };
        var planned = ReleaseResolver.Plan(QuestionOf(state, version, command), setting, now);
        if (planned.Refusal is not null)
        {
            return [];
        }

        ImmutableArray<RecipientRelease> newcomers =
        [
            .. planned.Value.Recipients.Where(one =>
                state.SeenBy(one.Participant)?.ContentHash != signed.ContentHash),
        ];
        var plan = planned.Value with { Recipients = newcomers, Public = null };
        return newcomers.IsEmpty
            ? []
            : [Released(state, version, command, plan, now) with { IsFollowing = true }];
    }

    // The exclusions of every grant of the release hold for all of them.
    private static IEnumerable<ReleaseGrant> Bodies(ImmutableArray<ReleaseGrant> grants)
    {
        var excluded = AudienceRules.Excluded(grants);
        return grants
            .Where(grant => grant.Audience.BodyMode == Audience.FollowsMembership)
            .Select(grant => grant with
            {
                Audience = grant.Audience with
                {
                    Include =
                    [
                        .. grant.Audience.Include.Where(one => one.Kind == AudienceMember.BodyMembersKind),
                    ],
                    Exclude = [.. excluded.Order()],
                },
            });
    }
}
