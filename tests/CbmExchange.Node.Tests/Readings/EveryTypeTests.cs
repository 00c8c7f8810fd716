using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>
/// Every record type goes the whole way between two nodes over mutual TLS: the example that <c>cbmx record template</c>
/// prints is drafted, cleared, released, held, shown where its family belongs, and withdrawn.
/// </summary>
public sealed class EveryTypeTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    // Ids in the examples that stand for a participant and for a record.
    private const string SomeParticipant = "00000000-0000-4000-8000-000000000001";
    private const string SomeRecord = "00000000-0000-4000-8000-000000000002";
    private const string SomeHash = "0000000000000000000000000000000000000000000000000000000000000000";

    public static TheoryData<string> Types =>
        [.. RecordCatalogue.Codes(row => row.Family != RecordFamily.Receipt)];

    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_record_of_this_type_travels_is_shown_and_is_withdrawn(string type)
    {
        if (RecordCatalogue.Find(type)?.OnlyContext == "exercise")
        {
            await AgreedAsync();
        }

        var drafted = await A.Publishing("author").DraftRecordAsync(await DraftAsync(type));
        if (type == RecordTypes.PointOfContact)
        {
            drafted = await NominatedAsync(drafted);
        }

        var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(drafted));
        var cleared = await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        var released = await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        var held = await TwoNodes.UntilAsync(() => HeldAsync(cleared.RecordId), view => view is not null);
        var own = await A.Publishing("author").GetRecordAsync(new GetRecordRequest { Record = cleared.RecordId });

        Assert.Equal("signature valid", held!.SignatureState);
        Assert.Equal(type, held.RecordType);
        Assert.Equal(own.Body, held.Body);
        await IsShownAsync(held);

        await A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = cleared.RecordId,
            ExpectedVersion = released.Record.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });
        await TwoNodes.UntilAsync(() => HeldAsync(cleared.RecordId), view => view!.State == "withdrawn");
    }

    [Fact]
    public async Task An_example_drafts_without_change()
    {
        foreach (var type in RecordCatalogue.Codes(row => row is { IsReply: false }))
        {
            await A.Publishing("author").DraftRecordAsync(Examples.Of(type));
        }
    }

    [Fact]
    public async Task A_pointer_to_a_record_of_its_recipient_arrives_and_one_to_a_record_it_was_not_given_does_not()
    {
        var theirs = await MessageOfBAsync();
        var ours = await Flow.ClearedAsync(A);
        var request = await DraftAsync("criminal-clarification");
        request.Body.CriminalClarification.AboutRecordId = theirs.RecordId;
        request.Body.CriminalClarification.ChannelId = ours.RecordId;
        var cleared = await Flow.ClearedAsync(A, request);
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var held = await TwoNodes.UntilAsync(() => HeldAsync(cleared.RecordId), view => view is not null);

        Assert.Equal(theirs.RecordId, held!.Body.CriminalClarification.AboutRecordId);
        Assert.Empty(held.Body.CriminalClarification.ChannelId);
        Assert.DoesNotContain("channelId", held.ClaimPaths);
    }

    [Fact]
    public async Task A_message_outside_the_technical_lane_is_not_there_for_its_officer()
    {
        var question = await ReleasedAsync("clarification-request");
        var request = await ReleasedAsync("assistance-request");
        var inbox = new MessagingService.MessagingServiceClient(B.As("tech"));
        var reply = Examples.Of("response", Examples.TextOf("response")
            .Replace(SomeRecord, question.RecordId, StringComparison.Ordinal)
            .Replace(SomeHash, question.ContentHash, StringComparison.Ordinal));

        var listed = await inbox.ListInboxAsync(new ListInboxRequest());
        var acknowledged = await Refused.ReasonAsync(() => inbox.AcknowledgeAsync(Receipt(question)).ResponseAsync);
        var answered = await Refused.ReasonAsync(() => B.Publishing("tech").DraftRecordAsync(reply).ResponseAsync);
        var inLane = await inbox.AcknowledgeAsync(Receipt(request));

        Assert.DoesNotContain(listed.Items, item => item.Record.RecordId == question.RecordId);
        Assert.Equal("NotFound NOT_FOUND", acknowledged);
        Assert.Equal("NotFound NOT_FOUND", answered);
        Assert.Equal("Technical desk", inLane.AcknowledgedByDesk);

        static AcknowledgeRequest Receipt(RecordView message) => new()
        {
            CommandId = Drafts.NewCommand(),
            Record = message.RecordId,
            DutyDesk = "Technical desk",
        };
    }

    [Fact]
    public async Task A_hint_comes_with_the_draft_and_stops_nothing()
    {
        var text = Examples.TextOf("law-enforcement-channel")
            .Replace("By the telephone of the duty desk", "Call Mr Example", StringComparison.Ordinal);

        var drafted = await A.Publishing("author").DraftRecordAsync(Examples.Of("law-enforcement-channel", text));

        Assert.StartsWith("urgentRoute[0].text may hold personal data", Assert.Single(drafted.Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_is_searched_by_type_among_the_types_that_the_officer_reads()
    {
        var library = new LibraryService.LibraryServiceClient(A.As("author"));
        var reason = await Refused.ReasonAsync(() => library
            .SearchLibraryAsync(new SearchLibraryRequest { RecordType = "incident-notification" }).ResponseAsync);
        var none = await library.SearchLibraryAsync(
            new SearchLibraryRequest { RecordType = "policy-brief", Query = "no such words" });

        Assert.Equal("InvalidArgument FIELDS_INVALID", reason);
        Assert.Empty(none.Items);
    }

    [Fact]
    public async Task Every_measure_that_a_type_serves_is_a_measure_of_the_data_and_says_what_serves_it()
    {
        var library = new LibraryService.LibraryServiceClient(A.As("admin"));
        var types = await library.ListRecordTypesAsync(new ListRecordTypesRequest());
        var measures = await library.ListMeasuresAsync(new ListMeasuresRequest());
        var codes = measures.Measures.Select(measure => $"{measure.Catalogue}:{measure.Number}").ToList();

        Assert.Equal(RecordTypes.All, types.Types_.Select(type => type.Code));
        Assert.Equal(codes.Distinct(), codes);
        Assert.Empty(types.Types_.SelectMany(type => type.Measures).Except(codes));
        Assert.All(
            measures.Measures.Where(measure => measure.Catalogue == "a68-98"),
            measure => Assert.NotEmpty(measure.RecordTypes));
        Assert.All(measures.Measures, measure => Assert.NotEmpty(measure.Feature));
        var osce = await library.ListMeasuresAsync(new ListMeasuresRequest { Catalogue = "osce" });
        Assert.Equal(16, osce.Measures.Count);
    }

    private async Task IsShownAsync(RecordView held)
    {
        switch (held.RecordFamily)
        {
            case "document":
                var library = new LibraryService.LibraryServiceClient(B.As("duty"));
                var found = await library.SearchLibraryAsync(new SearchLibraryRequest { RecordType = held.RecordType });
                var item = Assert.Single(found.Items, item => item.RecordId == held.RecordId);
                Assert.NotEmpty(item.Title);
                break;
            case "message":
                var inbox = new MessagingService.MessagingServiceClient(B.As("duty"));
                var waiting = await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true });
                Assert.Contains(waiting.Items, item => item.Record.RecordId == held.RecordId);
                var sent = new MessagingService.MessagingServiceClient(A.As("duty"));
                await TwoNodes.UntilAsync(
                    async () => await sent.GetReceiptsAsync(new GetReceiptsRequest { Record = held.RecordId }),
                    answer => answer.Recipients.Single().DeliveredAt is not null);
                break;
            case "contact":
                var directory = new DirectoryService.DirectoryServiceClient(B.As("duty"));
                await TwoNodes.UntilAsync(
                    async () => await directory.LookupAsync(new LookupRequest { State = "XA", Topic = "ci:energy" }),
                    answer => answer.Contacts.Count > 0);
                break;
            default:
                Assert.Fail($"Where is a {held.RecordFamily} shown?");
                break;
        }
    }

    private async Task<RecordView> ReleasedAsync(string type)
    {
        var cleared = await Flow.ClearedAsync(A, await DraftAsync(type));
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        return (await TwoNodes.UntilAsync(() => HeldAsync(cleared.RecordId), view => view is not null))!;
    }

    private async Task<RecordView?> HeldAsync(string record)
    {
        try
        {
            return await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = record });
        }
        catch (Grpc.Core.RpcException missing) when (missing.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<DraftRecordRequest> DraftAsync(string type)
    {
        var text = Examples.TextOf(type)
            .Replace(SomeParticipant, Drafts.IdOf("XB"), StringComparison.Ordinal);
        if (RecordCatalogue.Find(type) is { IsReply: true })
        {
            var message = await MessageOfBAsync();
            text = text.Replace(SomeRecord, message.RecordId, StringComparison.Ordinal)
                .Replace(SomeHash, message.ContentHash, StringComparison.Ordinal);
        }

        if (type == RecordTypes.Reminder)
        {
            var given = await Flow.ClearedAsync(A, Drafts.Notification("XB", "priority"));
            await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(given, Drafts.To("XB")));
            text = text.Replace(SomeRecord, given.RecordId, StringComparison.Ordinal);
        }

        return Examples.Of(type, text);
    }

    private async Task AgreedAsync()
    {
        var announced = (await ExerciseDrafts.ReleasedAsync(A, ExerciseDrafts.Announcement("XA", ["XB"]), "XB")).Record;
        await TwoNodes.UntilAsync(
            async () => await B.Exercises("duty").ListExercisesAsync(new ListExercisesRequest()),
            all => all.Exercises.Any(one => one.RecordId == announced.RecordId));
        await ExerciseDrafts.ReleasedAsync(B, ExerciseDrafts.Consent(announced.RecordId), "XA");
        await TwoNodes.UntilAsync(
            async () => await A.Exercises("duty").ListExercisesAsync(new ListExercisesRequest()),
            all => all.Exercises.Any(one => one.RecordId == announced.RecordId && one.Consented.Contains("XB")));
    }

    private async Task<RecordView> MessageOfBAsync()
    {
        var cleared = await Flow.ClearedAsync(B, Drafts.Notification("XA", "priority"));
        await B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA")));
        return await TwoNodes.UntilAsync(
            async () =>
            {
                try
                {
                    return await A.Publishing("duty").GetRecordAsync(
                        new GetRecordRequest { Record = cleared.RecordId });
                }
                catch (Grpc.Core.RpcException missing) when (missing.StatusCode == Grpc.Core.StatusCode.NotFound)
                {
                    return new RecordView();
                }
            },
            view => view.ContentHash.Length > 0);
    }

    private async Task<RecordCommandReply> NominatedAsync(RecordCommandReply drafted) =>
        await A.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Contracts.Record.V1.Nomination
            {
                ReferenceNo = "Note 11-4/26",
                Date = "2026-02-03",
                NominatingAuthority = "Ministry of Foreign Affairs",
                Medium = "note-verbale",
            },
        });
}
