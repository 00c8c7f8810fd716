using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>From a notification to its end: receipts that are looked for, and whom to reach next.</summary>
public sealed class ChaseTests : IAsyncLifetime
{
    private const string Matter = "50000000-0000-4000-8000-000000000001";
    private const int ConnectionsMax = 16;

    private readonly TwoNodes nodes = new();

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Edge", "19")]
    [Trait("Journey", "J12")]
    public async Task Nobody_acknowledges_and_each_next_step_is_named_with_its_number_kept_and_handed_over()
    {
        var deputy = await ContactSteps.ReleasedAsync(nodes.B, "XA", "Deputy Desk", ["technical"], "+442079460102");
        var desk = await ContactSteps.ReleasedAsync(
            nodes.B, "XA", "Duty Desk", ["technical"], "+442079460101", deputy);
        await ContactSteps.HeldAsync(nodes.A, "XB", 2);
        var sent = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.Addressees[0].ContactId = desk);
        var soon = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);

        var suggested = await CaseSteps.CaseAsync(
            nodes.A, sent.RecordId, answer => answer.Entries.Any(entry => entry.Kind == "suggestion"));
        var first = await AdviceAsync(sent);
        await TakenAsync(sent, "no-reply");
        var second = await AdviceAsync(sent);
        await TakenAsync(sent, "no-reply");
        var third = await AdviceAsync(sent);

        Assert.False(soon.Case.Timers[0].IsOver);
        Assert.Equal("1 h for immediate", soon.Case.Timers[0].Basis);
        Assert.StartsWith("no receipt recorded so far", suggested.Case.Timers[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(("next-channel", "+442079460101"), (first.Step.Step, first.Channel.Value));
        Assert.Equal("Duty Desk", first.Office);
        Assert.StartsWith("X-ray Alfa dash", first.ReferenceSpelled, StringComparison.Ordinal);
        Assert.DoesNotContain("Disruption", first.Say, StringComparison.Ordinal);
        Assert.Equal(("deputy", "+442079460102"), (second.Step.Step, second.Channel.Value));
        Assert.Equal("mission", third.Step.Step);
        Assert.Equal(2, third.Tried.Count);
        await HandedOverAsync(sent);
    }

    private async Task HandedOverAsync(RecordCommandReply sent)
    {
        var status = await nodes.A.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());
        var shift = await CaseSteps.Cases(nodes.A).HandOverAsync(new HandOverRequest
        {
            CommandId = Drafts.NewCommand(), Case = sent.RecordId, ToDesk = "morning shift", Note = "Try the embassy.",
        });

        Assert.Contains(status.Health, line =>
            line.StartsWith("receipt looked for since", StringComparison.Ordinal)
            && line.EndsWith($"from XB (reference {sent.ReferenceNumber})", StringComparison.Ordinal));
        Assert.Contains(shift.Lines, line => line.Contains("no reply recorded", StringComparison.Ordinal));
        Assert.Contains(shift.Lines, line => line.Contains("Try the embassy.", StringComparison.Ordinal));
        Assert.Contains(shift.Lines, line => line.Contains("next: XB: step 5 of 7", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Proves", "26c-sharing")]
    public async Task A_notification_is_delivered_chased_acknowledged_answered_and_closed()
    {
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await ReceiptAsync(sent, "delivered");
        var waits = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var advice = await AdviceAsync(sent);
        await TakenAsync(sent, "reached");
        await CaseSteps.AcknowledgedAsync(nodes.B, sent.RecordId);
        await ReceiptAsync(sent, "acknowledged");
        var quiet = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 0);
        await RespondedAsync(sent);
        var answered = await ReceiptAsync(sent, "responded");
        await CaseSteps.Cases(nodes.A).CloseCaseAsync(new CloseCaseRequest
        {
            CommandId = Drafts.NewCommand(), Case = sent.RecordId, Reason = "resolved",
        });
        var closed = await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.State == "closed");

        Assert.False(waits.Case.Timers[0].IsOver);
        Assert.Equal("mission", advice.Step.Step);
        Assert.True(advice.Timer.IsOver);
        Assert.Equal("open", quiet.Case.State);
        Assert.NotNull(answered.DeliveredAt);
        Assert.NotNull(answered.AcknowledgedAt);
        var kinds = closed.Entries.Select(entry => entry.Message?.RecordType ?? entry.Kind).ToArray();
        Assert.Equal(
            ["incident-notification", "acknowledgement", "response"],
            kinds.Where(kind => kind is "incident-notification" or "acknowledgement" or "response"));
        Assert.Contains("escalation", kinds);
        Assert.Equal("closed", kinds[^1]);
        Assert.Equal("resolved", closed.Case.ClosedReason);
        Assert.False(closed.Case.MovedSinceClosed);
    }

    [Fact]
    [Trait("Edge", "26")]
    public async Task What_waits_for_a_node_that_is_down_says_so_and_whom_to_call_is_answered_meanwhile()
    {
        var contact = await ContactSteps.ReleasedAsync(nodes.B, "XA", "Duty Desk", ["technical"], "+442079460101");
        await ContactSteps.HeldAsync(nodes.A, "XB", 1);
        RecordCommandReply sent = null!;
        var looked = new LookupResponse();
        await nodes.RestartBAsync(async () =>
        {
            sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
            Assert.Equal("waiting", (await ReceiptAsync(sent, "waiting")).Receipt);
            looked = await new DirectoryService.DirectoryServiceClient(nodes.A.As("duty"))
                .LookupAsync(new LookupRequest { State = "XB", Topic = "incident-state-level" });
        });

        Assert.Equal(contact, Assert.Single(looked.Contacts).RecordId);
        await ReceiptAsync(sent, "delivered");
    }

    [Fact]
    [Trait("Edge", "28")]
    public async Task What_came_hours_late_stands_by_its_stream_and_says_when_it_was_written_and_when_it_came()
    {
        // The case of a message is told to who holds something of the case: from the second on.
        var opening = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = Matter);
        await CaseSteps.CaseAsync(nodes.B, opening.RecordId);
        await PauseAsync(true);
        var first = await CaseSteps.NotifiedAsync(
            nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = Matter);
        await CaseSteps.NotifiedAsync(nodes.A, "XB", draft => draft.Body.IncidentNotification.CaseId = Matter);
        nodes.Clock.Shift += TimeSpan.FromHours(5);
        await CaseSteps.NotifiedAsync(nodes.B, "XA", draft => draft.Body.IncidentNotification.CaseId = Matter);
        await PauseAsync(false);
        var healed = await CaseSteps.CaseAsync(nodes.B, Matter, answer => answer.Case.MessageCount == 3);

        Assert.Equal(["XB", "XA", "XA"], healed.Entries.Select(entry => entry.Who));
        Assert.Equal(first.RecordId, healed.Entries[1].Message.RecordId);
        Assert.Matches(@"^authored \S.*Z, received \S.*Z$", healed.Entries[1].Late);
        Assert.True(healed.Entries[1].ReceivedAt > healed.Entries[1].AuthoredAt);
        Assert.Equal("", healed.Entries[0].Late);
    }

    [Fact]
    public async Task The_ladder_is_climbed_from_memory_while_the_database_is_away()
    {
        await ContactSteps.ReleasedAsync(nodes.B, "XA", "Duty Desk", ["technical"], "+442079460101");
        await ContactSteps.HeldAsync(nodes.A, "XB", 1);
        var sent = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        nodes.A.ExpectedErrors.Add("tore");

        await DatabaseSwitch.OffAsync(nodes.HomeA);
        var away = await TwoNodes.UntilAsync(
            async () => await CaseSteps.Cases(nodes.A).SuggestEscalationAsync(
                new SuggestEscalationRequest { Record = sent.ReferenceNumber }),
            answer => answer.Facts.FromMemory);
        await DatabaseSwitch.OnAsync(nodes.HomeA);
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId);
        await BackAsync();

        Assert.Equal("+442079460101", Assert.Single(away.Advices).Channel.Value);
        Assert.Equal("No receipt recorded so far; this is not a judgement.", away.StandingText);
    }

    private Task PauseAsync(bool isPaused) => nodes.B.Administration("admin").PausePeerAsync(new PausePeerRequest
    {
        CommandId = Drafts.NewCommand(), Participant = "XA", Paused = isPaused,
    }).ResponseAsync;

    // Until no part of the node comes upon a connection that was cut.
    private Task BackAsync() => TwoNodes.UntilAsync(
        async () =>
        {
            try
            {
                for (var count = 0; count < ConnectionsMax; count++)
                {
                    await nodes.A.Administration("admin").ListStreamsAsync(new ListStreamsRequest());
                }

                return true;
            }
            catch (RpcException notYet) when (notYet.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        },
        isBack => isBack);

    private async Task<EscalationAdvice> AdviceAsync(RecordCommandReply sent) =>
        (await TwoNodes.UntilAsync(
            async () => await CaseSteps.Cases(nodes.A).SuggestEscalationAsync(
                new SuggestEscalationRequest { Record = sent.ReferenceNumber }),
            answer => answer.Advices.Count == 1)).Advices[0];

    private async Task TakenAsync(RecordCommandReply sent, string outcome) =>
        await CaseSteps.Cases(nodes.A).RecordEscalationAsync(new RecordEscalationRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, Outcome = outcome,
        });

    private async Task<RecipientState> ReceiptAsync(RecordCommandReply sent, string receipt) =>
        (await TwoNodes.UntilAsync(
            async () => await CaseSteps.Inbox(nodes.A).GetReceiptsAsync(
                new GetReceiptsRequest { Record = sent.RecordId }),
            answer => answer.Recipients.Any(one => one.Receipt == receipt))).Recipients[0];

    // A substantive answer goes the ordinary way: drafted, cleared by a second person, released to who asked.
    private async Task RespondedAsync(RecordCommandReply sent)
    {
        var held = await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = sent.RecordId });
        var cleared = await Flow.ClearedAsync(nodes.B, new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody
            {
                Response = new Response
                {
                    Precedence = "immediate",
                    OfRecord = new RecordReference { RecordId = held.RecordId, ContentHash = held.ContentHash },
                    Kind = "information",
                    Text = { Drafts.Text("We saw the same.") },
                },
            },
        });
        await nodes.B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA")));
    }
}
