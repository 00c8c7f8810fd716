using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Officers;

/// <summary>Random releases: to whom, marked how, which parts.</summary>
internal sealed class Grants(SimulatedWorld world, Chance chance)
{
    private static readonly string[] Labels =
        [TlpLabels.AmberStrict, TlpLabels.Amber, TlpLabels.Green, TlpLabels.Clear];

    /// <summary>One to three grants.</summary>
    public ImmutableArray<ReleaseGrant> Of(RecordContent content) =>
        [.. Enumerable.Range(0, 1 + chance.Below(3)).Select(_ => One(content))];

    private ReleaseGrant One(RecordContent content)
    {
        var members = Enumerable.Range(0, 1 + chance.Below(2)).Select(_ => Member()).Distinct();
        var all = ClaimPath.Of(content);
        ImmutableArray<ClaimPath> paths =
            [.. Enumerable.Range(0, 1 + chance.Below(5)).Select(_ => chance.Of(all)).Distinct()];
        var audience = new Audience
        {
            Include = [.. members],
            Exclude = chance.OneIn(3) ? [chance.Of(world.Participants)] : [],
            IsShown = chance.OneIn(8),
        };
        return new ReleaseGrant(
            world.Plan.ChangesMembership && !audience.IsShown && chance.OneIn(2)
                && audience.Include.Any(one => one.Kind == AudienceMember.BodyMembersKind)
                ? audience with { BodyMode = Audience.FollowsMembership }
                : audience,
            Marking.Default(chance.Of(Labels)),
            chance.Below(3) switch
            {
                0 => PartSelection.All,
                1 => PartSelection.Only(paths),
                _ => PartSelection.AllExcept(paths),
            });
    }

    private AudienceMember Member() => chance.Below(4) switch
    {
        0 => AudienceMember.MembersOf(SimulatedWorld.Body),
        1 => AudienceMember.SecretariatOf(SimulatedWorld.Body),
        _ => AudienceMember.Participant(chance.Of(world.Participants)),
    };
}
