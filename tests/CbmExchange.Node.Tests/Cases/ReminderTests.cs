using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>Steps of the ladder that an officer armed, and that the node takes over the inbox alone.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private readonly TwoNodes nodes = new();

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Edge", "19")]
    public async Task Armed_steps_are_taken_once_each_in_order_and_end_with_the_first_receipt()
    {
        var (desk, deputy) = await DesksAsync();
        var sent = await NotifiedAsync(desk);
        await ArmedAsync(sent, 2);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var first = await RemindersAsync(sent, 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var both = await RemindersAsync(sent, 2);
        nodes.Clock.Shift += TimeSpan.FromHours(9);
        await SettledAsync(sent);
        var seen = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, answer => RemindersIn(answer).Length == 2);
        var advice = await AdviceAsync(sent);

        Assert.Equal((desk, "next-channel", "node-inbox"), Fact(first[0]));
        Assert.Equal((deputy, "deputy", "node-inbox"), Fact(both[1]));
        Assert.Equal("this node", both[1].Who);
        Assert.EndsWith(
            "this node sent a reminder; whether anybody read it is not known; armed by duty", both[1].Sentence,
            StringComparison.Ordinal);
        Assert.Equal(2, (await RemindersAsync(sent, 2)).Length);
        Assert.Equal("next-channel", advice.Step.Step);
        var contact = seen.Entries.Select(entry => entry.Message?.RecordId).Last();
        var held = await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = contact });
        Assert.Equal(sent.ReferenceNumber, held.Body.Reminder.OfReferenceNumber);
        Assert.Equal(deputy, held.Body.Reminder.ToContact);
        Assert.DoesNotContain("Disruption", held.Body.Reminder.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_confirms_a_reminder_confirms_the_message_and_no_step_follows()
    {
        var (desk, _) = await DesksAsync();
        var sent = await NotifiedAsync(desk);
        await ArmedAsync(sent, 3);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var step = Assert.Single(await RemindersAsync(sent, 1));
        await CaseSteps.CaseAsync(nodes.B, step.Step.ReminderId);
        await CaseSteps.AcknowledgedAsync(nodes.B, step.Step.ReminderId);

        var quiet = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 0);
        nodes.Clock.Shift += TimeSpan.FromHours(9);
        await SettledAsync(sent);
        var open = await CaseSteps.Inbox(nodes.B).ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true });

        Assert.DoesNotContain(
            open.Items, item => item.Record.RecordId == sent.RecordId || item.Record.RecordType == "reminder");
        Assert.Single(await RemindersAsync(sent, 1));
        Assert.Contains(quiet.Entries, entry =>
            entry.Message?.RecordType == "acknowledgement" && entry.Message.AnswersRecordId == sent.RecordId);
    }

    [Fact]
    public async Task Nothing_is_sent_unless_armed_nor_before_their_node_has_the_message_nor_once_it_was_taken_back()
    {
        var (desk, _) = await DesksAsync();
        var unarmed = await NotifiedAsync(desk);
        var disarmed = await NotifiedAsync(desk);
        await ArmedAsync(disarmed, 3);
        await ArmedAsync(disarmed, 0);
        await PauseAsync(true);
        var waiting = await NotifiedAsync(desk);
        await ArmedAsync(waiting, 3);
        nodes.Clock.Shift += TimeSpan.FromHours(9);
        await SettledAsync(waiting);
        var advice = await AdviceAsync(waiting);

        Assert.Empty(await RemindersAsync(unarmed, 0));
        Assert.Empty(await RemindersAsync(disarmed, 0));
        Assert.Empty(await RemindersAsync(waiting, 0));
        Assert.Contains("armed, and nothing is sent until their node has the message", advice.Lines);
        Assert.Contains("waits to reach your node", advice.Say, StringComparison.Ordinal);
        await PauseAsync(false);
        await RemindersAsync(waiting, 1);
    }

    [Fact]
    public async Task Many_processes_that_take_the_same_step_at_once_send_one_reminder()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await ArmedAsync(sent, 1);
        var services = nodes.A.Host.Services;
        var row = (await TwoNodes.UntilAsync(
            () => Task.FromResult(services.GetRequiredService<AwaitedReceipts>().All),
            all => all.Any(one => one.DeliveredAt is not null))).Single();
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            ActivatorUtilities.CreateInstance<EscalationReminders>(services)
                .TakeAsync(row, "another-process", CancellationToken.None))));
        await SettledAsync(sent);
        var seen = await CaseSteps.CaseAsync(nodes.B, sent.RecordId, answer => RemindersIn(answer).Length > 0);

        Assert.Single(await RemindersAsync(sent, 1));
        Assert.Single(RemindersIn(seen));
    }

    private Task PauseAsync(bool isPaused) => nodes.B.Administration("admin").PausePeerAsync(new PausePeerRequest
    {
        CommandId = Drafts.NewCommand(), Participant = "XA", Paused = isPaused,
    }).ResponseAsync;

    private static (string Contact, string Step, string Channel) Fact(CaseEntry entry) =>
        (entry.Step.ContactId, entry.Step.Step, entry.Step.Channel);

    private static CaseEntry[] RemindersIn(GetCaseResponse answer) =>
        [.. answer.Entries.Where(entry => entry.Message?.RecordType == "reminder")];

    private async Task<(string Desk, string Deputy)> DesksAsync()
    {
        var deputy = await ContactSteps.ReleasedAsync(nodes.B, "XA", "Deputy Desk", ["technical"], "+442079460102");
        var desk = await ContactSteps.ReleasedAsync(
            nodes.B, "XA", "Duty Desk", ["technical"], "+442079460101", deputy);
        await ContactSteps.HeldAsync(nodes.A, "XB", 2);
        return (desk, deputy);
    }

    private Task<RecordCommandReply> NotifiedAsync(string desk) => CaseSteps.NotifiedAsync(
        nodes.A, "XB", draft => draft.Body.IncidentNotification.Addressees[0].ContactId = desk);

    private async Task ArmedAsync(RecordCommandReply sent, int steps)
    {
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        await CaseSteps.Cases(nodes.A).ArmEscalationAsync(new ArmEscalationRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, StepCount = steps,
        });
    }

    // Steps that the node took, once there are so many.
    private async Task<CaseEntry[]> RemindersAsync(RecordCommandReply sent, int count)
    {
        var answer = await CaseSteps.CaseAsync(
            nodes.A, sent.RecordId,
            answer => answer.Entries.Count(entry => entry.Step?.ReminderId.Length > 0) >= count);
        return [.. answer.Entries.Where(entry => entry.Step?.ReminderId.Length > 0)];
    }

    // A later message whose step was named shows that the watch went over the earlier ones after the time moved.
    private async Task SettledAsync(RecordCommandReply after)
    {
        Assert.NotNull(after);
        var marker = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.A, marker.RecordId, answer => answer.Case.Timers.Count == 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        await CaseSteps.CaseAsync(
            nodes.A, marker.RecordId, answer => answer.Entries.Any(entry => entry.Kind == "suggestion"));
    }

    private async Task<EscalationAdvice> AdviceAsync(RecordCommandReply sent) =>
        (await CaseSteps.Cases(nodes.A).SuggestEscalationAsync(
            new SuggestEscalationRequest { Record = sent.ReferenceNumber })).Advices[0];
}
