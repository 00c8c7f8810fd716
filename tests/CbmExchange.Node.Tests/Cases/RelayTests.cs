using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Checks;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Cases;

/// <summary>XA cannot reach XB, and asks XO to tell it that a message waits.</summary>
public sealed class RelayTests(CheckNodes nodes) : IClassFixture<CheckNodes>
{
    [Fact]
    [Trait("Journey", "J8")]
    public async Task A_facilitator_relays_by_number_with_consent_for_one_time_and_is_given_no_content()
    {
        var waits = await CaseSteps.NotifiedAsync(nodes.A, "XB");
        var request = await Flow.ClearedAsync(nodes.A, Request(waits));
        var toBoth = await CaseSteps.RefusedAsync(() => nodes.A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(request, Drafts.To("XO"), Drafts.To("XB"))).ResponseAsync);
        var asked = (await nodes.A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(request, Drafts.To("XO")))).Record;
        var atFacilitator = await CaseSteps.CaseAsync(nodes.O, asked.RecordId);
        var held = await nodes.O.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = asked.RecordId });
        var report = await Flow.ClearedAsync(nodes.O, Report(held));
        await nodes.O.Publishing("authority").ReleaseRecordAsync(Flow.Release(report, Drafts.To("XA")));
        await CaseSteps.CaseAsync(nodes.A, waits.RecordId, answer => answer.Case.Timers.Count == 1);
        await CaseSteps.Cases(nodes.A).RecordEscalationAsync(new RecordEscalationRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = waits.RecordId,
            Step = "relay",
            Channel = "voice",
            Outcome = "relayed",
            Facilitator = "XO",
        });

        var found = await CaseSteps.CaseAsync(nodes.A, waits.RecordId, answer => answer.Case.MessageCount == 3);

        Assert.Equal("FailedPrecondition", toBoth);
        Assert.Equal(waits.ReferenceNumber, held.Body.RelayRequest.RelayOf.ReferenceNumber);
        Assert.DoesNotContain("Disruption", atFacilitator.ToString() + held, StringComparison.Ordinal);
        Assert.Equal("NotFound", await CaseSteps.RefusedAsync(() => nodes.O.Publishing("duty").GetRecordAsync(
            new GetRecordRequest { Record = waits.RecordId }).ResponseAsync));
        Assert.Equal(
            ["incident-notification", "relay-request", "relay-report"],
            found.Entries.Where(entry => entry.Message is not null).Select(entry => entry.Message.RecordType));
        Assert.Equal(
            ["XA", "XA", "XO"], found.Entries.Where(entry => entry.Message is not null).Select(one => one.Who));
        Assert.Contains("relayed", Assert.Single(found.Entries, entry => entry.Kind == "escalation").Sentence,
            StringComparison.Ordinal);
    }

    private static DraftRecordRequest Request(RecordCommandReply waits) => Draft(new RecordBody
    {
        RelayRequest = new RelayRequest
        {
            Precedence = "immediate",
            RelayOf = new RelayedMessage { RecordId = waits.RecordId, ReferenceNumber = waits.ReferenceNumber },
            ToParticipant = Drafts.IdOf("XB"),
            Channel = "voice",
            Consent = "this-message-this-time",
            PhoneText = { Drafts.Text("A message of XA waits; please confirm receipt.") },
        },
    });

    private static DraftRecordRequest Report(RecordView held) => Draft(new RecordBody
    {
        RelayReport = new RelayReport
        {
            Precedence = "immediate",
            OfRecord = new RecordReference { RecordId = held.RecordId, ContentHash = held.ContentHash },
            Result = "relayed",
            At = TimeProvider.System.GetUtcNow().ToTimestamp(),
            ToParticipant = Drafts.IdOf("XB"),
            ToDesk = "duty desk",
            Channel = "voice",
        },
    });

    private static DraftRecordRequest Draft(RecordBody body) => new()
    {
        CommandId = Drafts.NewCommand(), Context = "actual", AuthoritativeLanguages = { "en" }, Body = body,
    };
}
