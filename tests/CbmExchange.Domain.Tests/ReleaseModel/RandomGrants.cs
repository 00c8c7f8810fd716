using System.Collections.Immutable;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>Grants of every kind, a few of which must be refused.</summary>
internal static class RandomGrants
{
    private static readonly string[] Labels =
        [TlpLabels.AmberStrict, TlpLabels.Amber, TlpLabels.Green, TlpLabels.Clear];

    public static ImmutableArray<ReleaseGrant> Some(
        Random random, RecordContent content, IReadOnlyList<ParticipantId> all, int least) =>
        [.. Enumerable.Range(0, random.Next(least, 4)).Select(_ => One(random, content, all))];

    private static ReleaseGrant One(Random random, RecordContent content, IReadOnlyList<ParticipantId> all)
    {
        var members = all.Select(AudienceMember.Participant)
            .Concat([AudienceMember.MembersOf(Fixture.Body), AudienceMember.SecretariatOf(Fixture.Body)])
            .Append(random.Next(40) == 0 ? AudienceMember.Public : AudienceMember.MembersOf(Fixture.Body)).ToArray();
        var paths = ClaimPath.Of(content).ToArray();
        random.Shuffle(paths);
        ImmutableArray<ClaimPath> some = [.. paths.Take(random.Next(1, 6))];
        if (random.Next(60) == 0)
        {
            some = some.Add(new ClaimPath("kind", "none"));
        }

        // One that follows is mostly one that may: a body, hidden.
        var follows = random.Next(8) == 0;
        var body = follows && random.Next(8) > 0 ? AudienceMember.MembersOf(Fixture.Body) : members[0];
        return new ReleaseGrant(
            new Audience
            {
                Include = [.. random.GetItems(members, random.Next(1, 4)).Append(body).Distinct()],
                Exclude = random.Next(4) == 0 ? [all[random.Next(all.Count)]] : [],
                BodyMode = follows ? Audience.FollowsMembership : Audience.Frozen,
                IsShown = random.Next(follows ? 40 : 4) == 0,
            },
            Mark(random),
            random.Next(3) switch
            {
                0 => PartSelection.Only(some),
                1 => PartSelection.AllExcept(some),
                _ => PartSelection.All,
            });
    }

    private static Marking Mark(Random random) => new()
    {
        Tlp = random.Next(30) == 0 ? TlpLabels.Red : Labels[random.Next(Labels.Length)],
        Pap = random.Next(4) == 0 ? CodeLists.Pap[random.Next(CodeLists.Pap.Length)] : null,
        IepId = random.Next(6) == 0 ? "iep-1" : null,
        Onward = random.Next(3) == 0 ? OnwardSharing.WithinTlp : OnwardSharing.NotWithoutConsent,
        HandlingNotes = random.Next(5) == 0 ? [new HandlingNote("en", $"Note {random.Next(3)}.")] : [],
    };
}
