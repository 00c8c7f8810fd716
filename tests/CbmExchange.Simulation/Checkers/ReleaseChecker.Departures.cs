using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Release;
using CbmExchange.Simulation.Disk;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Checkers;

/// <content>
/// Releases that wait leave once, not before their time, not after a recall, and give nobody more than was shown; who
/// becomes a member is given what follows the body, and nothing else.
/// </content>
internal sealed partial class ReleaseChecker
{
    private readonly HashSet<ParticipantId> members = [];

    /// <summary>Releases that waited and left.</summary>
    public int Left { get; private set; }

    /// <summary>Releases that were recalled.</summary>
    public int Recalled { get; private set; }

    /// <summary>Releases to new members of a body that they follow.</summary>
    public int Followed { get; private set; }

    /// <summary>What this node still has to write by itself; null when there is none.</summary>
    public string? Owed() => records.Where(pair => !pair.Value.IsOver)
        .Select(pair => Owed(pair.Key, pair.Value)).FirstOrDefault(owed => owed is not null);

    private string? Owed(RecordId id, RecordModel record)
    {
        if (record.Waiting is { } waiting)
        {
            // A clock that was ahead when it was decided lets it wait longer, and the status says until when.
            return waiting.LeavesAt <= node.Clock.GetUtcNow() ? $"{id} of {node.Identity.Designator} waits" : null;
        }

        // While a newer version is lost nothing follows (decision 0022).
        if (record.Following.IsEmpty || record.Released == 0 || record.Given.Values.Any(given => given.Version < 0))
        {
            return null;
        }

        var view = ViewOf(record, ToMembers(record));
        return view.Reached()
            .Where(one => world.NodeOf(one) is not null && IsNew(record, one) && view.IsNews(one, view.For(one)))
            .Select(one => $"{world.NodeOf(one)!.Identity.Designator} was not given what follows: {id} of "
                + node.Identity.Designator)
            .FirstOrDefault();
    }

    private void Apply(IEvent body, Commit commit)
    {
        switch (body)
        {
            case MembershipChanged changed when changed.Status == MembershipStatuses.Member:
                members.Add(changed.Participant);
                break;
            case MembershipChanged changed:
                members.Remove(changed.Participant);
                break;
            case ReleaseScheduled scheduled:
                Schedule(records[scheduled.RecordId], scheduled);
                break;
            case ReleaseStopped stopped:
                Leave(stopped.RecordId, records[stopped.RecordId], commit);
                break;
            case ContactEnded ended:
                End(ended.RecordId);
                break;
        }
    }

    private List<(ParticipantId Participant, GivenModel Next)> Following(
        RecordModel record, RecordReleased released, Commit commit)
    {
        if (record.IsOver || record.Waiting is not null || record.Released != released.Version)
        {
            world.Violate($"{node.Identity.Designator} follows with {released.RecordId}, which does not follow.");
        }

        Followed += world.Checks.Commands.Issued(node, commit.Request!.CommandId) ? 1 : 0;
        return [.. Changed(ViewOf(record, ToMembers(record))).Where(one => IsNew(record, one.Participant))];
    }

    private List<(ParticipantId Participant, GivenModel Next)> Leaving(
        RecordModel record, RecordReleased released, Commit commit)
    {
        var waiting = record.Waiting;
        if (waiting is not null || !world.Checks.Commands.IsIssued(node, commit.Request!.CommandId))
        {
            Leave(released.RecordId, record, commit);
        }

        if (waiting is not null && (waiting.Version != released.Version || released.At < waiting.LeavesAt))
        {
            world.Violate($"{node.Identity.Designator} lets {released.RecordId} leave otherwise than it was decided.");
        }

        var view = ViewOf(
            record, new StatedRelease(released.Version, released.Grants, released.Correction is not null));
        var expected = Changed(view)
            .Where(one => waiting is null || waiting.Shown.ContainsKey(one.Participant))
            .Select(one => waiting is null
                ? one
                : (one.Participant, view.For(one.Participant, waiting.Shown[one.Participant])))
            .ToList();
        record.Released = released.Version;
        if (!released.Grants.IsEmpty)
        {
            record.Following = released.Grants.Any(Follows) ? released.Grants : [];
        }

        return expected;
    }

    private void Schedule(RecordModel record, ReleaseScheduled scheduled)
    {
        var view = ViewOf(
            record, new StatedRelease(scheduled.Version, scheduled.Grants, scheduled.Correction is not null));
        record.Waiting = new WaitingModel(
            scheduled.Version, Changed(view).ToDictionary(one => one.Participant, one => one.Next), scheduled.LeavesAt);
        if (!scheduled.Recipients.Select(one => one.Participant).Order().SequenceEqual(
            record.Waiting.Shown.Keys.Order()))
        {
            world.Violate($"{node.Identity.Designator} shows other recipients of {scheduled.RecordId} than it grants.");
        }
    }

    // The node's own doing, once for each release that waits.
    private void Leave(RecordId id, RecordModel record, Commit commit)
    {
        if (record.Waiting is null)
        {
            world.Violate($"{node.Identity.Designator} lets {id} leave though nothing waits.");
        }

        record.Waiting = null;
        Left += world.Checks.Commands.Issued(node, commit.Request!.CommandId) ? 1 : 0;
    }

    private void End(RecordId id)
    {
        if (records.TryGetValue(id, out var record))
        {
            (record.IsOver, record.Waiting) = (true, null);
        }
    }

    private ExpectedView ViewOf(RecordModel record, StatedRelease stated) =>
        new(world, node.Participant, record, stated, members);

    private static IEnumerable<(ParticipantId Participant, GivenModel Next)> Changed(ExpectedView view) =>
        view.Reached().Select(participant => (participant, Next: view.For(participant)))
            .Where(one => view.IsNews(one.participant, one.Next)).ToList();

    private static bool Follows(ReleaseGrant grant) => grant.Audience.BodyMode == Audience.FollowsMembership;

    private static bool IsNew(RecordModel record, ParticipantId participant) =>
        record.Given.GetValueOrDefault(participant)?.Version != record.Released;

    // To the members alone, and to nobody whom any grant of the release excluded.
    private static StatedRelease ToMembers(RecordModel record)
    {
        ImmutableArray<ParticipantId> excluded = [.. record.Following.SelectMany(grant => grant.Audience.Exclude)];
        return new StatedRelease(
            record.Released,
            [
                .. record.Following.Where(Follows).Select(grant => grant with
                {
                    Audience = grant.Audience with
                    {
                        Include =
                        [
                            .. grant.Audience.Include.Where(one => one.Kind == AudienceMember.BodyMembersKind),
                        ],
                        Exclude = excluded,
                    },
                }),
            ],
            false);
    }
}
