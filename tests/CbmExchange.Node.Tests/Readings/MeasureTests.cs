using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>Measures of A/68/98 between two nodes, as the officers of both live them (domain.md §2.13).</summary>
public sealed class MeasureTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Proves", "26f")]
    public async Task A_channel_for_a_preservation_request_is_found_and_evidence_has_no_place_in_it()
    {
        var channel = await ReleasedAsync(A, Examples.Of("law-enforcement-channel"), "XB");
        var held = await HeldAsync(B, channel.RecordId);

        var found = await Library(B).SearchLibraryAsync(
            new SearchLibraryRequest { RecordType = "law-enforcement-channel", Query = "cybercrime" });

        Assert.Contains(found.Items, item => item.RecordId == channel.RecordId);
        Assert.Contains("preservation-request", held.Body.LawEnforcementChannel.Accepts);
        Assert.NotEmpty(held.Body.LawEnforcementChannel.LegalBasis);
        var refused = Assert.Throws<InvalidProtocolBufferException>(() => JsonParser.Default.Parse(
            """{"kind":"budapest-24-7","evidence":[{"sha256":"00"}]}""", LawEnforcementChannel.Descriptor));
        Assert.Contains("evidence", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Proves", "32a")]
    public async Task A_need_goes_to_named_helpers_is_matched_and_is_closed()
    {
        var draft = Examples.Of("capacity-need");
        var toBody = await Refused.ReasonAsync(async () => await A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(await Flow.ClearedAsync(A, draft.Clone()), new ReleaseGrant
            {
                Include = { new AudienceMember { BodyMembers = "XO" } },
                Marking = new Marking { Tlp = "TLP:AMBER" },
            })));
        Assert.Equal("FailedPrecondition NEED_TO_NAMED_HELPERS", toBody);

        draft.CommandId = Drafts.NewCommand();
        var need = await ReleasedAsync(A, draft, "XB", "XC");
        await HeldAsync(B, need.RecordId);
        var answer = await ReleasedAsync(B, Examples.Of("capacity-offer"), "XA");
        await HeldAsync(A, answer.RecordId);
        var match = Examples.Of("capacity-match");
        match.Body.CapacityMatch.NeedId = need.RecordId;
        match.Body.CapacityMatch.OfferIds.Add(answer.RecordId);
        var matched = await ReleasedAsync(A, match, "XB");
        Assert.Equal(need.RecordId, (await HeldAsync(B, matched.RecordId)).Body.CapacityMatch.NeedId);
        Assert.True((await HeldAsync(B, matched.RecordId)).Body.CapacityMatch.ChosenByRequester);

        draft.Body.CapacityNeed.Status = "completed";
        var revised = await A.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = need.RecordId,
            ExpectedVersion = need.HeldVersion,
            AuthoritativeLanguages = { "en" },
            Body = draft.Body,
        });
        var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
        var cleared = await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB"), Drafts.To("XC")));
        await TwoNodes.UntilAsync(
            () => HeldAsync(B, need.RecordId), view => view.Body.CapacityNeed?.Status == "completed");
    }

    [Fact]
    [Trait("Proves", "32d")]
    public async Task Assistance_is_asked_and_answered_with_time_frame_nature_scope_and_terms()
    {
        var asked = Examples.Of("assistance-request");
        asked.Body.AssistanceRequest.Addressees[0].ParticipantId = Drafts.IdOf("XB");
        var request = await ReleasedAsync(A, asked, "XB");
        var seen = await HeldAsync(B, request.RecordId);
        await new MessagingService.MessagingServiceClient(B.As("duty")).AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = request.RecordId,
            DutyDesk = "Duty desk",
        });

        var reply = Examples.Of("assistance-reply");
        reply.Body.AssistanceReply.OfRecord = new RecordReference
        {
            RecordId = request.RecordId,
            ContentHash = seen.ContentHash,
        };
        var given = await ReleasedAsync(B, reply, "XA");

        var answer = (await HeldAsync(A, given.RecordId)).Body.AssistanceReply;
        Assert.Equal("partly", answer.CanAssist);
        Assert.All(
            new[] { answer.TimeFrame, answer.Nature, answer.Scope, answer.Terms },
            texts => Assert.NotEmpty(texts.Single().Text_));
        var sent = new MessagingService.MessagingServiceClient(A.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await sent.GetReceiptsAsync(new GetReceiptsRequest { Record = request.RecordId }),
            receipts => receipts.Recipients.Single() is { AcknowledgedAt: not null });
    }

    private static LibraryService.LibraryServiceClient Library(TestNode node) => new(node.As("duty"));

    private static async Task<RecordCommandReply> ReleasedAsync(
        TestNode by, DraftRecordRequest draft, params string[] to)
    {
        var cleared = await Flow.ClearedAsync(by, draft);
        return (await by.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, [.. to.Select(one => Drafts.To(one))]))).Record;
    }

    private static Task<RecordView> HeldAsync(TestNode at, string record) => TwoNodes.UntilAsync(
        async () =>
        {
            try
            {
                return await at.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });
            }
            catch (Grpc.Core.RpcException missing) when (missing.StatusCode == Grpc.Core.StatusCode.NotFound)
            {
                return new RecordView();
            }
        },
        view => view.ContentHash.Length > 0);
}
