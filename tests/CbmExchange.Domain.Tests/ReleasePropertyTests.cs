using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Random releases against the invariants of the resolver.</summary>
public sealed class ReleasePropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_recipient_gets_a_path_outside_its_grants_and_exclusion_always_wins(int seed)
    {
        for (var round = 0; round < 300; round++)
        {
            // The seed and the round replay a failure by themselves.
            var random = new Random((seed * 1000) + round);
            var type = random.Next(2) == 0 ? RecordTypes.NationalDocument : RecordTypes.PointOfContact;
            var state = Cleared(type);
            var grants = Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ => RandomGrant(random, state.NewestCleared!.Content))
                .ToImmutableArray();
            var released = Releasing(state, grants).Released();
            foreach (var recipient in released.Recipients)
            {
                Assert.NotEqual(Xa, recipient.Participant);
                Assert.DoesNotContain(grants, grant => grant.Audience.Exclude.Contains(recipient.Participant));
                var mine = grants.Where(grant => Reaches(grant, recipient.Participant)).ToArray();
                Assert.NotEmpty(mine);
                Assert.All(
                    recipient.Paths.Where(path => path.Element is not null),
                    path => Assert.Contains(mine, grant => Gives(grant.Parts, path))
                );
                Assert.All(
                    recipient.Paths.Where(path =>
                        path.Element is null && path.Field is not ("referenceNumber" or "authoredAt")
                    ),
                    path =>
                        Assert.True(
                            mine.Any(grant => Gives(grant.Parts, path))
                                || recipient.Paths.Any(other => other.Field == path.Field && other.Element is not null)
                        )
                );
                Assert.Equal(
                    mine.Min(grant => TlpLabels.StrictestFirst.IndexOf(grant.Marking.Tlp)),
                    TlpLabels.StrictestFirst.IndexOf(recipient.Marking.Tlp)
                );
            }
        }
    }

    private static ReleaseGrant RandomGrant(Random random, RecordContent content)
    {
        AudienceMember[] members =
        [
            AudienceMember.Participant(Xb),
            AudienceMember.Participant(Xc),
            AudienceMember.Participant(Xo),
            AudienceMember.Participant(Xa),
            AudienceMember.MembersOf(Body),
            AudienceMember.SecretariatOf(Body),
        ];
        string[] labels = [TlpLabels.AmberStrict, TlpLabels.Amber, TlpLabels.Green, TlpLabels.Clear];
        var all = ClaimPath.Of(content).ToArray();
        random.Shuffle(all);
        ImmutableArray<ClaimPath> paths = [.. all.Take(random.Next(1, 6))];
        return new ReleaseGrant(
            new Audience
            {
                Include = [.. random.GetItems(members, random.Next(1, 4)).Distinct()],
                Exclude = random.Next(3) == 0 ? [random.GetItems([Xb, Xc, Xo], 1)[0]] : [],
            },
            Marking.Default(random.GetItems(labels, 1)[0]),
            random.Next(3) switch
            {
                0 => PartSelection.All,
                1 => PartSelection.Only(paths),
                _ => PartSelection.AllExcept(paths),
            }
        );
    }

    private static bool Reaches(ReleaseGrant grant, ParticipantId participant) =>
        grant.Audience.Include.Any(member =>
            member.Id == participant.Value
            || (member.Kind == AudienceMember.BodyMembersKind && (participant == Xb || participant == Xc))
            || (member.Kind == AudienceMember.BodySecretariatKind && participant == Xo)
        );

    private static bool Gives(PartSelection parts, ClaimPath path)
    {
        var isNamed = parts.Paths.Contains(path) || parts.Paths.Contains(new ClaimPath(path.Field));
        return parts.Mode == PartSelection.AllMode || (parts.Mode == PartSelection.OnlyMode ? isNamed : !isNamed);
    }
}
