using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>Records on their whole way from one node to what the officers of another are answered.</summary>
public sealed class WholeWayTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Proves", "26a")]
    public async Task A_document_is_found_by_its_recipient_without_the_withheld_part_and_then_shown_as_withdrawn()
    {
        var draft = Drafts.Strategy();
        draft.Body.NationalDocument.Title[0].Text_ = "Stratégie de Résilience";
        var cleared = await Flow.ClearedAsync(A, draft);
        var released = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB", "sections/annex-2")));

        var library = new LibraryService.LibraryServiceClient(B.As("duty"));
        var found = await TwoNodes.UntilAsync(
            async () => await library.SearchLibraryAsync(new SearchLibraryRequest { Query = "STRATEGIE resilience" }),
            answer => answer.Items.Count > 0
        );
        var held = await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = cleared.RecordId });

        Assert.Equal("XA", found.Items[0].State);
        Assert.Equal("signature valid", held.SignatureState);
        Assert.Equal(["main"], held.Body.NationalDocument.Sections.Select(section => section.Id));
        Assert.Equal(released.Record.ContentHash, held.ContentHash);

        await A.Publishing("authority")
            .WithdrawRecordAsync(
                new WithdrawRecordRequest
                {
                    CommandId = Drafts.NewCommand(),
                    RecordId = cleared.RecordId,
                    ExpectedVersion = released.Record.HeldVersion,
                    ReasonClass = "issued-in-error",
                    Request = "stop-using",
                }
            );
        var withdrawn = await TwoNodes.UntilAsync(
            async () => await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = cleared.RecordId }),
            view => view.State == "withdrawn"
        );
        Assert.Equal("issued-in-error", withdrawn.Withdrawal.ReasonClass);
    }

    [Fact]
    public async Task A_contact_answers_a_lookup_on_the_other_node_until_it_is_withdrawn()
    {
        var directory = new DirectoryService.DirectoryServiceClient(B.As("duty"));
        var before = await directory.LookupAsync(new LookupRequest { State = "XA", Topic = "ci:health" });
        var record = await ReleasedContactAsync("ci:health");

        var answer = await TwoNodes.UntilAsync(
            async () => await directory.LookupAsync(new LookupRequest { State = "XA", Topic = "ci:health" }),
            response => response.Contacts.Count > 0
        );

        Assert.StartsWith("none nominated", before.Answer, StringComparison.Ordinal);
        Assert.Equal("nominated", answer.Answer);
        Assert.Empty(answer.Fallbacks);
        Assert.True(answer.Contacts[0].OnDutyNow);
        Assert.Equal("+442079460101", answer.Contacts[0].Channels[0].Value);
        Assert.Empty(answer.Contacts[0].Persons);

        await A.Publishing("authority")
            .WithdrawRecordAsync(
                new WithdrawRecordRequest
                {
                    CommandId = Drafts.NewCommand(),
                    RecordId = record.RecordId,
                    ExpectedVersion = record.HeldVersion,
                    ReasonClass = "no-longer-valid",
                    Request = "stop-using-and-delete",
                }
            );
        var after = await TwoNodes.UntilAsync(
            async () => await directory.LookupAsync(new LookupRequest { State = "XA", Topic = "ci:health" }),
            response => response.Contacts.Count == 0
        );
        Assert.StartsWith("none nominated", after.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delivered_and_acknowledged_are_two_facts_at_the_sender()
    {
        var record = await NotifiedAsync();
        var receipts = new MessagingService.MessagingServiceClient(A.As("duty"));
        var inbox = new MessagingService.MessagingServiceClient(B.As("duty"));

        var delivered = await TwoNodes.UntilAsync(
            async () => await receipts.GetReceiptsAsync(new GetReceiptsRequest { Record = record.RecordId }),
            answer => answer.Recipients[0].Receipt == "delivered"
        );
        var waiting = await TwoNodes.UntilAsync(
            async () => await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true }),
            answer => answer.Items.Any(item => item.Record.RecordId == record.RecordId)
        );
        await inbox.AcknowledgeAsync(
            new AcknowledgeRequest
            {
                CommandId = Drafts.NewCommand(),
                Record = record.RecordId,
                DutyDesk = "Duty Centre",
            }
        );
        var acknowledged = await TwoNodes.UntilAsync(
            async () => await receipts.GetReceiptsAsync(new GetReceiptsRequest { Record = record.RecordId }),
            answer => answer.Recipients[0].Receipt == "acknowledged"
        );

        Assert.Null(delivered.Recipients[0].AcknowledgedAt);
        Assert.Contains("no reply recorded", delivered.StandingText, StringComparison.Ordinal);
        Assert.StartsWith(
            "ACTUAL IMMEDIATE from XA",
            waiting.Items.First(item => item.Record.RecordId == record.RecordId).Headline,
            StringComparison.Ordinal
        );
        Assert.NotNull(acknowledged.Recipients[0].DeliveredAt);
        Assert.Equal("Duty Centre", acknowledged.Recipients[0].DutyDesk);
        var rest = await inbox.ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true });
        Assert.DoesNotContain(rest.Items, item => item.Record.RecordId == record.RecordId);
    }

    [Fact]
    public async Task A_feed_resumes_after_its_token_without_loss_or_repeat()
    {
        var first = await NotifiedAsync();
        var feed = new FeedService.FeedServiceClient(B.As("author"));
        var start = await TwoNodes.UntilAsync(
            () => ReadFeedAsync(feed, ""),
            items => items.Any(item => item.Record.RecordId == first.RecordId)
        );
        var second = await NotifiedAsync();

        var more = await TwoNodes.UntilAsync(
            () => ReadFeedAsync(feed, start[^1].ResumeToken),
            items => items.Any(item => item.Record.RecordId == second.RecordId)
        );

        Assert.DoesNotContain(more, item => start.Any(known => known.ResumeToken == item.ResumeToken));
        var ahead = Assert.Throws<AggregateException>(() => ReadFeedAsync(feed, "999999999.0").Wait()).InnerException;
        Assert.Equal(StatusCode.OutOfRange, Assert.IsType<RpcException>(ahead).StatusCode);
    }

    [Fact]
    public async Task Readings_rebuilt_from_zero_give_the_same_answers()
    {
        await NotifiedAsync();
        var record = await ReleasedContactAsync("ci:energy");
        var directory = new DirectoryService.DirectoryServiceClient(B.As("duty"));
        await TwoNodes.UntilAsync(
            async () => await directory.ListContactsAsync(new ListContactsRequest()),
            answer => answer.Contacts.Any(contact => contact.RecordId == record.RecordId)
        );

        foreach (var (node, home) in new[] { (A, nodes.HomeA), (B, nodes.HomeB) })
        {
            var runner = node.Host.Services.GetRequiredService<ProjectionRunner>();
            await runner.CatchUpAsync();
            var live = await DumpAsync(home);
            await runner.RebuildAsync("readings");
            var rebuilt = await DumpAsync(home);

            Assert.NotEmpty(live);
            Assert.Equal(live, rebuilt);
        }
    }

    [Fact]
    public async Task What_was_not_released_reads_as_what_does_not_exist()
    {
        var mine = await Flow.ClearedAsync(A);

        var hidden = await Assert.ThrowsAsync<RpcException>(async () =>
            await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = mine.RecordId })
        );
        var none = await Assert.ThrowsAsync<RpcException>(async () =>
            await B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = Guid.NewGuid().ToString() })
        );

        Assert.Equal(StatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(none.Status.Detail, hidden.Status.Detail);
        Assert.Equal(
            none.Trailers.GetValueBytes("grpc-status-details-bin"),
            hidden.Trailers.GetValueBytes("grpc-status-details-bin")
        );
    }

    private async Task<RecordCommandReply> NotifiedAsync()
    {
        var draft = new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { IncidentNotification = Notification() },
        };
        var drafted = await A.Publishing("author").DraftRecordAsync(draft);
        var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(drafted));
        var cleared = await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        return (await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")))).Record;
    }

    private static IncidentNotification Notification() =>
        new()
        {
            Subject = { Drafts.Text("Outage of a control system") },
            Precedence = "immediate",
            Stage = "initial",
            Purpose = "inform",
            Summary = { Drafts.Text("A control system is unavailable.") },
            AwareAt = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddMinutes(-5)),
            CrossBorder = "possible",
            MaliceSuspected = "unknown",
            Addressees =
            {
                new Addressee { ParticipantId = "2f9b6d34-8e0c-4b6f-8d15-6a3c7e4d1b02", Role = "action" },
            },
        };

    private async Task<RecordCommandReply> ReleasedContactAsync(string topic)
    {
        var contact = new PointOfContact
        {
            Subject = { Drafts.Text("Duty Centre") },
            Kinds = { "crisis-duty-desk", "technical" },
            OfficeName = { Drafts.Text("Duty Centre") },
            Competences = { topic },
            Coverage = "24x7",
            Channels =
            {
                new Channel
                {
                    Id = "duty",
                    Type = "voice",
                    Value = "+442079460101",
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
            Persons =
            {
                new Person { Id = "one", Name = { Drafts.Text("Somebody Invented") } },
            },
        };
        var drafted = await A.Publishing("author")
            .DraftRecordAsync(
                new DraftRecordRequest
                {
                    CommandId = Drafts.NewCommand(),
                    Context = "actual",
                    AuthoritativeLanguages = { "en" },
                    Body = new RecordBody { PointOfContact = contact },
                }
            );
        var nominated = await A.Publishing("nominator")
            .NominateContactAsync(
                new NominateContactRequest
                {
                    CommandId = Drafts.NewCommand(),
                    RecordId = drafted.RecordId,
                    ExpectedVersion = drafted.HeldVersion,
                    Nomination = new Nomination
                    {
                        ReferenceNo = "note 1/26",
                        Date = "2026-02-03",
                        NominatingAuthority = "Ministry",
                        Medium = "note-verbale",
                    },
                }
            );
        var submitted = await A.Publishing("author").SubmitRecordAsync(Flow.Command(nominated));
        var cleared = await A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
        var released = await A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB", "persons")));
        return released.Record;
    }

    private static async Task<List<FeedItem>> ReadFeedAsync(FeedService.FeedServiceClient feed, string token)
    {
        using var call = feed.Subscribe(new SubscribeRequest { ResumeToken = token, UntilCaughtUp = true });
        var items = new List<FeedItem>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            items.Add(call.ResponseStream.Current);
        }

        return items;
    }

    /// <summary>Every row of the readings, as text.</summary>
    internal static async Task<List<string>> DumpAsync(TestHome home)
    {
        await using var source = NpgsqlDataSource.Create(home.ConnectionString);
        var rows = new List<string>();
        foreach (var (schema, table) in await TablesAsync(source))
        {
            await using var command = source.CreateCommand(
                $"select to_jsonb(t)::text from \"{schema}\".{table} t order by 1"
            );
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add($"{table["cbm_reading_".Length..]} {reader.GetString(0)}");
            }
        }

        return rows;
    }

    // Every table of the readings, also those of tomorrow.
    private static async Task<List<(string Schema, string Table)>> TablesAsync(NpgsqlDataSource source)
    {
        await using var find = source.CreateCommand(
            """
            select table_schema, table_name from information_schema.tables
             where table_name like 'cbm\_reading\_%' order by table_name
            """
        );
        await using var reader = await find.ExecuteReaderAsync();
        var tables = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            tables.Add((reader.GetString(0), reader.GetString(1)));
        }

        Assert.Contains(tables, one => one.Item2 == "cbm_reading_public");
        return tables;
    }
}
