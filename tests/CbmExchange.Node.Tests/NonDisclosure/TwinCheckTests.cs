using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Checks;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// A communication check of one State, and the same check of it among others who answer, are reminded and are told
/// their results: the stream of the one State is the same to the byte and to the moment.
/// </summary>
public sealed class TwinCheckTests
{
    private static readonly CheckId Check = new("70000000-0000-4000-8000-000000000001");
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly CheckSecrets Secrets = new(new byte[32]);

    [Fact]
    public void Nothing_in_the_stream_of_a_State_depends_on_who_else_is_checked()
    {
        var alone = Received(isReminded: true, TwinNode.Observer);
        var among = Received(isReminded: true, TwinNode.Xc, TwinNode.Observer, TwinNode.Xd);

        Assert.Equal(3, alone.Entries);
        Assert.Equal(alone.Messages, among.Messages);
    }

    [Fact]
    public void The_comparison_sees_what_happens_to_the_State_itself() =>
        Assert.NotEqual(
            Received(isReminded: true, TwinNode.Observer).Messages,
            Received(isReminded: false, TwinNode.Observer).Messages);

    // Of the others, XC answers and is not reminded.
    private static (int Entries, List<string> Messages) Received(
        bool isReminded, params ImmutableArray<ParticipantId> participants)
    {
        var serving = new TwinServing();
        var node = new TwinNode(serving);
        serving.Start(Start);
        var plan = PlanOf(participants);
        foreach (var target in plan.Targets)
        {
            node.Write(
                $"check {target.Participant}", $"check {target.Participant}",
                Json(CheckContents.Check(plan, target, Secrets.ChallengeOf(Check, target))), Start);
            node.Write(
                $"check again {target.Participant}", $"check again {target.Participant}",
                Json(CheckContents.Reminder(plan, target)), Start);
        }

        Send(node, serving, plan, "check", Start.AddMinutes(1), _ => true);
        Send(
            node, serving, plan, "check again", Start.AddHours(24),
            participant => participant == TwinNode.Observer ? isReminded : participant != TwinNode.Xc);
        Close(node, plan);
        Send(node, serving, plan, "result", plan.ClosesAt.AddMinutes(2), _ => true);
        return (
            serving.Count,
            serving.Sent.ConvertAll(sent => $"{sent.At:O} {Convert.ToHexString(sent.Message.ToByteArray())}"));
    }

    private static void Close(TwinNode node, CheckPlanned plan)
    {
        var sent = plan.Targets.Select(target => target.Participant).ToImmutableArray();
        var check = CheckState.Of(plan).Apply(new CheckOpened(Check, sent, plan.Officer, Start.AddMinutes(1)));
        foreach (var target in plan.Targets)
        {
            node.Write(
                $"result {target.Participant}", $"result {target.Participant}",
                Json(CheckContents.Result(
                    plan, target, CheckResults.Of(check, target, isDelivered: true), plan.ClosesAt)),
                plan.ClosesAt.AddMinutes(1));
        }
    }

    private static void Send(
        TwinNode node, TwinServing serving, CheckPlanned plan, string what, DateTimeOffset at,
        Func<ParticipantId, bool> isMeant)
    {
        foreach (var participant in plan.Targets.Select(target => target.Participant).Where(isMeant))
        {
            node.Release($"{what} {participant}", at, false, new ReleaseGrant(
                new Audience { Include = [AudienceMember.Participant(participant)] },
                Marking.Default(TlpLabels.AmberStrict), PartSelection.All));
        }

        serving.Tick(at.AddSeconds(1));
    }

    private static CheckPlanned PlanOf(ImmutableArray<ParticipantId> participants) =>
        new(
            Check, "XO", ["node-inbox", "voice"], false, "any", Start, Start + CheckLimits.Window,
            [
                .. participants.Order().Select(participant => new CheckTarget(
                    participant,
                    [new CheckChannel("node-inbox", "node-inbox", [], "not-known")],
                    Check: TwinNode.IdOf($"check {participant}"),
                    Reminder: TwinNode.IdOf($"check again {participant}"))),
            ],
            new OfficerId("author"), Start);

    private static JsonObject Json(RecordContent content) =>
        JsonNode.Parse(content.Claims.GetRawText())!.AsObject();
}
