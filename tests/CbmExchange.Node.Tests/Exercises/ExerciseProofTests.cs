using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>An exercise of three nodes beside an actual case: nothing of it is in anything actual.</summary>
[Collection("three nodes")]
public sealed class ExerciseProofTests(ThreeNodes nodes) : IClassFixture<ThreeNodes>
{
    private const string Id = "EX-26B";

    [Fact]
    [Trait("Proves", "26b")]
    public async Task An_exercise_of_three_nodes_leaves_no_item_in_any_actual_feed_or_statistic()
    {
        await ActualCaseAsync();
        var before = await SettledAsync();

        var played = await PlayAsync();

        var after = await AnswersAsync();
        Assert.NotEmpty(before);
        foreach (var (question, answer) in before)
        {
            Assert.Equal(answer, after[question]);
            Assert.DoesNotContain(Id, after[question], StringComparison.Ordinal);
            Assert.All(played, record => Assert.DoesNotContain(record, after[question], StringComparison.Ordinal));
        }

        // And it took place: whoever asks for it finds it.
        var inbox = await Inbox(nodes.C).ListInboxAsync(new ListInboxRequest { Context = "exercise" });
        Assert.Contains(inbox.Items, item => played.Contains(item.Record.RecordId));
    }

    // What is on its way shows in every view, one after the other.
    private async Task<Dictionary<string, string>> SettledAsync()
    {
        var last = new Dictionary<string, string>();
        return await TwoNodes.UntilAsync(AnswersAsync, answers =>
        {
            var isSettled = answers.All(answer => last.GetValueOrDefault(answer.Key) == answer.Value);
            last = answers;
            return isSettled;
        });
    }

    // One notification from XA to XB and XC, acknowledged by both.
    private async Task ActualCaseAsync()
    {
        var draft = Drafts.Notification("XB", "priority");
        draft.Body.IncidentNotification.Addressees.Add(
            new Contracts.Record.V1.Addressee { ParticipantId = Drafts.IdOf("XC"), Role = "action" });
        var notice = await ExerciseDrafts.ReleasedAsync(nodes.A, draft, "XB", "XC");
        await AcknowledgedAsync(notice.Record.RecordId);
    }

    // Announced, a document, an inject, a contact and a notification of the exercise; all read and acknowledged.
    private async Task<List<string>> PlayAsync()
    {
        var announced = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Announcement("XA", ["XB", "XC"], Id), "XB", "XC");
        foreach (var node in (TestNode[])[nodes.B, nodes.C])
        {
            await TwoNodes.UntilAsync(
                async () => await Exercises(node).ListExercisesAsync(new ListExercisesRequest()),
                all => all.Exercises.Count == 1);
        }

        await ExerciseSteps.ConsentedAsync(nodes.B, "XB", Id, ("XA", nodes.A), ("XC", nodes.C));
        await ExerciseSteps.ConsentedAsync(nodes.C, "XC", Id, ("XA", nodes.A), ("XB", nodes.B));
        var document = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Strategy("Strategy of XP"), Id), "XB", "XC");
        var contact = await ContactAsync();
        var notice = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "flash").WithReason(), Id), "XB", "XC");
        await AcknowledgedAsync(notice.Record.RecordId);
        foreach (var node in (TestNode[])[nodes.A, nodes.C])
        {
            await HeldAsync(node, contact);
        }

        return [announced.Record.RecordId, document.Record.RecordId, contact, notice.Record.RecordId];
    }

    private async Task<string> ContactAsync()
    {
        var drafted = await nodes.B.Publishing("author").DraftRecordAsync(
            ExerciseDrafts.Inside(Drafts.Contact("Nobody"), Id));
        var named = await nodes.B.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Contracts.Record.V1.Nomination
            {
                ReferenceNo = "Note 1/27",
                Date = "2027-01-03",
                NominatingAuthority = "Ministry of XP",
                Medium = "note-verbale",
            },
        });
        var submitted = await nodes.B.Publishing("author").SubmitRecordAsync(Flow.Command(named));
        var cleared = await nodes.B.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await nodes.B.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XA"), Drafts.To("XC")));
        return cleared.RecordId;
    }

    private async Task AcknowledgedAsync(string record)
    {
        foreach (var node in (TestNode[])[nodes.B, nodes.C])
        {
            await HeldAsync(node, record);
            await Inbox(node).AcknowledgeAsync(new AcknowledgeRequest
            {
                CommandId = Drafts.NewCommand(),
                Record = record,
                DutyDesk = "Duty desk",
            });
        }

        await TwoNodes.UntilAsync(
            async () => await Inbox(nodes.A).GetReceiptsAsync(new GetReceiptsRequest { Record = record }),
            receipts => receipts.Recipients.All(one => one.AcknowledgedAt is not null));
    }

    private static Task<RecordView> HeldAsync(TestNode node, string record) =>
        Sharing.ShareSteps.HeldAsync(node, record, _ => true);

    private async Task<Dictionary<string, string>> AnswersAsync()
    {
        var answers = new Dictionary<string, string>();
        string[] asked = [Stands.Asked, Stands.Actual, Stands.Groups, Stands.Test, Stands.None];
        var rpcs = ReadRpcs.All
            .Where(method => method.Name != "WatchInbox" && asked.Contains(Stands.All[ReadRpcs.NameOf(method)]))
            .Where(IsAskedAlone)
            .ToList();
        foreach (var (index, node) in nodes.All.Index())
        {
            foreach (var method in rpcs)
            {
                answers[$"{index} {ReadRpcs.NameOf(method)}"] =
                    await ReadRpcs.AskAsync(node, OfficerFor(method), method);
            }
        }

        return answers;
    }

    // A stream of the caller's is no question.
    private static bool IsAskedAlone(Google.Protobuf.Reflection.MethodDescriptor method) => !method.IsClientStreaming;

    private static string OfficerFor(Google.Protobuf.Reflection.MethodDescriptor method) =>
        method.Service.Name == "AdministrationService" ? "admin" : "authority";

    private static MessagingService.MessagingServiceClient Inbox(TestNode node) => node.Messaging("duty");

    private static ExerciseService.ExerciseServiceClient Exercises(TestNode node) => node.Exercises("duty");
}
