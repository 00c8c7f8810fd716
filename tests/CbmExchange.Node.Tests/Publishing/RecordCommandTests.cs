using CbmExchange.Contracts.ErrorDetails.V1;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Rpc;
using CbmExchange.Node.Tests.Hosting;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Publishing;

/// <summary>Commands on a record and how they are refused.</summary>
public sealed class RecordCommandTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private TestNode Node => fixture.Node;

    [Fact]
    public async Task A_draft_gets_a_reference_number()
    {
        var drafted = await Node.Publishing("author").DraftRecordAsync(Drafts.Strategy());

        Assert.StartsWith("XA-", drafted.ReferenceNumber, StringComparison.Ordinal);
        Assert.Equal("draft", drafted.State);
        var read = await Node.Publishing("author")
            .GetRecordAsync(new GetRecordRequest { Record = drafted.ReferenceNumber });
        Assert.Equal(drafted.RecordId, read.RecordId);
        Assert.Equal("National strategy", read.Body.NationalDocument.Subject[0].Text_);
    }

    [Fact]
    public async Task All_faults_of_a_draft_are_named_at_once()
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Subject.Clear();
        draft.Body.NationalDocument.Topics.Clear();
        draft.Body.NationalDocument.OfficialUrl = "not a url";

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("author").DraftRecordAsync(draft).ResponseAsync
        );

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var fields = Refused.Detail<BadRequest>(error)!.FieldViolations.Select(fault => fault.Field).ToList();
        Assert.Contains("subject", fields);
        Assert.Contains("topics", fields);
        Assert.Contains("officialUrl", fields);
    }

    [Fact]
    public async Task A_command_id_of_another_officer_is_refused_and_tells_nothing_of_the_first_answer()
    {
        var draft = Drafts.Strategy();
        var first = await Node.Publishing("author").DraftRecordAsync(draft);

        var reason = await Refused.ReasonAsync(
            () => Node.Publishing("authority").DraftRecordAsync(draft).ResponseAsync);
        var again = await Node.Publishing("author").DraftRecordAsync(draft);

        Assert.Equal("FailedPrecondition COMMAND_ID_TAKEN", reason);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task A_repeat_of_a_command_gets_the_first_answer()
    {
        var draft = Drafts.Strategy();

        var first = await Node.Publishing("author").DraftRecordAsync(draft);
        var second = await Node.Publishing("author").DraftRecordAsync(draft);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_command_id_cannot_be_used_for_another_command()
    {
        var draft = Drafts.Strategy();
        var drafted = await Node.Publishing("authority").DraftRecordAsync(draft);
        var release = Flow.Release(drafted, Drafts.To("XB"));
        release.CommandId = draft.CommandId;

        var reason = await Refused.ReasonAsync(() =>
            Node.Publishing("authority").ReleaseRecordAsync(release).ResponseAsync
        );

        Assert.Equal("InvalidArgument FIELDS_INVALID", reason);
    }

    [Fact]
    public async Task A_time_that_is_no_moment_is_a_fault_of_its_field()
    {
        var draft = Drafts.Notification("XB", "routine");
        draft.Body.IncidentNotification.AwareAt = new Google.Protobuf.WellKnownTypes.Timestamp { Nanos = -1 };

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("author").DraftRecordAsync(draft).ResponseAsync
        );

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("awareAt", Refused.Detail<BadRequest>(error)!.FieldViolations[0].Field);
    }

    [Fact]
    public async Task An_old_version_is_refused_with_the_version_held()
    {
        var submitted = await Flow.SubmittedAsync(Node);
        var command = Flow.Command(submitted);
        command.ExpectedVersion--;

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("authority").ClearRecordAsync(command).ResponseAsync
        );

        Assert.Equal(StatusCode.Aborted, error.StatusCode);
        var conflict = Refused.Detail<VersionConflict>(error)!;
        Assert.Equal((submitted.RecordId, submitted.HeldVersion), (conflict.RecordId, conflict.HeldVersion));
    }

    [Fact]
    [Trait("Edge", "18")]
    public async Task Who_wrote_it_cannot_clear_it()
    {
        var drafted = await Node.Publishing("authority").DraftRecordAsync(Drafts.Strategy());
        var submitted = await Node.Publishing("authority").SubmitRecordAsync(Flow.Command(drafted));

        var reason = await Refused.ReasonAsync(() =>
            Node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted)).ResponseAsync
        );

        Assert.Equal("FailedPrecondition SECOND_PERSON_NEEDED", reason);
        Assert.Equal("cleared", (await Node.Publishing("authority2").ClearRecordAsync(Flow.Command(submitted))).State);
    }

    [Fact]
    public async Task A_lifecycle_refusal_carries_the_precondition()
    {
        var drafted = await Node.Publishing("author").DraftRecordAsync(Drafts.Strategy());

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(drafted, Drafts.To("XB"))).ResponseAsync
        );

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Single(Refused.Detail<PreconditionFailure>(error)!.Violations);
    }

    [Fact]
    public async Task A_record_that_is_not_there_and_one_not_yours_to_read_are_one_answer()
    {
        var drafted = await Node.Publishing("author").DraftRecordAsync(Drafts.Strategy());

        var notYours = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("nominator")
                .GetRecordAsync(new GetRecordRequest { Record = drafted.RecordId })
                .ResponseAsync
        );
        var notThere = await Assert.ThrowsAsync<RpcException>(() =>
            Node.Publishing("nominator")
                .GetRecordAsync(new GetRecordRequest { Record = Guid.NewGuid().ToString() })
                .ResponseAsync
        );

        Assert.Equal(notThere.Status.ToString(), notYours.Status.ToString());
        Assert.Equal(
            notThere.Trailers.GetValueBytes("grpc-status-details-bin"),
            notYours.Trailers.GetValueBytes("grpc-status-details-bin")
        );
    }

    [Fact]
    public async Task A_contact_needs_the_act_of_the_nominating_authority_before_it_is_cleared()
    {
        var author = Node.Publishing("author");
        var drafted = await author.DraftRecordAsync(Contact());
        var submitted = await author.SubmitRecordAsync(Flow.Command(drafted));
        var refused = await Refused.ReasonAsync(() =>
            Node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted)).ResponseAsync
        );

        var nominated = await Node.Publishing("nominator")
            .NominateContactAsync(
                new NominateContactRequest
                {
                    CommandId = Drafts.NewCommand(),
                    RecordId = submitted.RecordId,
                    ExpectedVersion = submitted.HeldVersion,
                    Nomination = new Nomination
                    {
                        ReferenceNo = "NV 12/2026",
                        Date = "2026-11-02",
                        NominatingAuthority = "Ministry of Foreign Affairs",
                        Medium = "note-verbale",
                    },
                }
            );

        Assert.StartsWith("FailedPrecondition NOMINATION", refused, StringComparison.Ordinal);
        Assert.Equal("cleared", (await Node.Publishing("authority").ClearRecordAsync(Flow.Command(nominated))).State);
    }

    [Fact]
    public async Task Own_records_are_listed_newest_first_in_pages()
    {
        var first = await Node.Publishing("author").DraftRecordAsync(Drafts.Strategy());
        var second = await Node.Publishing("author").DraftRecordAsync(Drafts.Strategy());

        var page = await Node.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest { PageSize = 1 });
        var next = await Node.Publishing("author")
            .ListOwnRecordsAsync(new ListOwnRecordsRequest { PageSize = 1, PageToken = page.NextPageToken });

        Assert.Equal(second.RecordId, page.Records.Single().RecordId);
        Assert.Equal(first.RecordId, next.Records.Single().RecordId);
    }

    private static DraftRecordRequest Contact() =>
        new()
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody
            {
                PointOfContact = new PointOfContact
                {
                    Subject = { Drafts.Text("Duty desk") },
                    Kinds = { "crisis-duty-desk" },
                    OfficeName = { Drafts.Text("National duty desk") },
                    Competences = { "incident-state-level" },
                    Channels =
                    {
                        new Channel
                        {
                            Id = "duty-phone",
                            Type = "voice",
                            Value = "+99900000001",
                            PriorityOrder = 1,
                            Hours = "24x7",
                        },
                    },
                    Languages =
                    {
                        new SpokenLanguage
                        {
                            Lang = "en",
                            Level = "working",
                            Hours = "24x7",
                        },
                    },
                    Coverage = "24x7",
                },
            },
        };
}
