using System.Reflection;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CbmExchange.Node.Tests.Doors;

/// <summary>Who may read what, at the door and row by row.</summary>
public sealed class ReadRightsTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private static readonly string[] Messages = [.. RecordCatalogue.Codes(row =>
        row.Family is RecordFamily.Message or RecordFamily.Receipt)];

    // What each rpc gives: o own records, h those released to this node; the record types it can give.
    private static readonly (string Rpc, string Gives, string[] Types)[] Reads =
    [
        ("PublishingService/GetRecord", "oh", [.. RecordTypes.All]),
        ("PublishingService/ListOwnRecords", "o", [.. RecordTypes.All]),
        ("PublishingService/ViewAs", "o", [.. RecordTypes.All]),
        ("PublishingService/PreviewRelease", "o", [.. RecordTypes.All]),
        ("PublishingService/GetAttachment", "oh", [.. RecordTypes.All]),
        ("DirectoryService/Lookup", "oh", [RecordTypes.PointOfContact]),
        ("DirectoryService/ListContacts", "oh", [RecordTypes.PointOfContact]),
        ("LibraryService/SearchLibrary", "oh",
            [.. RecordCatalogue.Codes(row => row.Family == RecordFamily.Document)]),
        ("MessagingService/ListInbox", "h", [.. RecordTypes.All.Where(RecordTypes.IsMessage)]),
        ("MessagingService/WatchInbox", "h", [.. RecordTypes.All.Where(RecordTypes.IsMessage)]),
        ("MessagingService/GetReceipts", "o", [.. RecordTypes.All]),
        ("CaseService/ListCases", "oh", Messages),
        ("CaseService/GetCase", "oh", Messages),
        ("FeedService/Subscribe", "h", [.. RecordTypes.All]),
        ("ExportService/ExportStream", "oh", [.. RecordTypes.All]),
    ];

    private TestNode Node => fixture.Node;

    [Fact]
    public void The_table_of_who_may_read_what_is_as_committed()
    {
        var root = typeof(ReadRightsTests)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot")
            .Value!;
        var path = Path.Combine(root, "tests", "CbmExchange.Node.Tests", "Doors", "reads.txt");
        var printed = Print();
        if (Environment.GetEnvironmentVariable("CBM_ACCEPT") == "1")
        {
            File.WriteAllText(path, printed);
        }

        Assert.Equal(File.ReadAllText(path), printed);
    }

    [Fact]
    public void An_administrator_enters_no_rpc_that_reads_records() =>
        Assert.DoesNotContain(
            Reads,
            read => OfficerRpcs.IsAllowed($"/cbm.exchange.v1.{read.Rpc}", [Roles.NodeAdmin])
        );

    [Fact]
    public async Task A_record_that_is_not_the_officers_to_read_is_answered_like_one_that_is_not_there()
    {
        var document = await Flow.SubmittedAsync(Node);
        var nominator = Node.Publishing("nominator");

        var hidden = await ErrorAsync(document.RecordId);
        var absent = await ErrorAsync(Guid.NewGuid().ToString());
        var list = await nominator.ListOwnRecordsAsync(new ListOwnRecordsRequest());

        Assert.Equal(Bytes(absent), Bytes(hidden));
        Assert.Equal(absent.Status, hidden.Status);
        Assert.DoesNotContain(list.Records, record => record.RecordType != RecordTypes.PointOfContact);

        async Task<Grpc.Core.RpcException> ErrorAsync(string record) =>
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(
                () => nominator.GetRecordAsync(new GetRecordRequest { Record = record }).ResponseAsync);
        static byte[] Bytes(Grpc.Core.RpcException error) => error.Trailers.GetValueBytes("grpc-status-details-bin")!;
    }

    [Fact]
    public async Task An_auditor_sees_which_version_went_to_whom_and_not_what_it_says()
    {
        var cleared = await Flow.ClearedAsync(Node);
        await Node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));

        var seen = await Node.Publishing("auditor").ViewAsAsync(new ViewAsRequest { Participant = "XB" });
        var read = await Node.Publishing("author").ViewAsAsync(new ViewAsRequest { Participant = "XB" });
        var none = await Node.Publishing("nominator").ViewAsAsync(new ViewAsRequest { Participant = "XB" });

        var item = seen.Items.Single(one => one.RecordId == cleared.RecordId);
        Assert.Empty(item.ContentJson);
        Assert.Contains("sections/annex-2", item.ClaimPaths);
        Assert.Equal("TLP:GREEN", item.Marking.Tlp);
        Assert.NotEmpty(read.Items.Single(one => one.RecordId == cleared.RecordId).ContentJson);
        Assert.DoesNotContain(none.Items, one => one.RecordId == cleared.RecordId);
    }

    [Fact]
    public async Task A_second_person_that_was_missing_is_kept_in_the_audit_trail()
    {
        var drafted = await Node.Publishing("authority2").DraftRecordAsync(Drafts.Strategy());
        var submitted = await Node.Publishing("authority2").SubmitRecordAsync(Flow.Command(drafted));

        var reason = await Refused.ReasonAsync(
            () => Node.Publishing("authority2").ClearRecordAsync(Flow.Command(submitted)).ResponseAsync);

        Assert.Equal("FailedPrecondition SECOND_PERSON_NEEDED", reason);
        var store = Node.Host.Services.GetRequiredService<IEventStore>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await foreach (var stored in store.FollowAsync(default, patience.Token))
        {
            if (stored.Body is CallDenied { Reason: "SECOND_PERSON_NEEDED" } denied)
            {
                Assert.Equal("/cbm.exchange.v1.PublishingService/ClearRecord", denied.Rpc);
                return;
            }
        }
    }

    // One line per rpc and record type, one column per role: which records with content, or metadata only.
    private static string Print()
    {
        var text = new StringBuilder();
        text.Append($"{"rpc", -34}{"record type", -25}").AppendJoin(' ', Roles.All).Append('\n');
        foreach (var (rpc, gives, types) in Reads)
        {
            foreach (var type in types)
            {
                text.Append($"{rpc, -34}{type, -25}");
                text.AppendJoin(' ', Roles.All.Select(role => Cell(rpc, gives, type, role).PadRight(role.Length)));
                text.Append('\n');
            }
        }

        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static string Cell(string rpc, string gives, string type, string role)
    {
        if (!OfficerRpcs.IsAllowed($"/cbm.exchange.v1.{rpc}", [role]))
        {
            return ".";
        }

        var own = gives.Contains('o', StringComparison.Ordinal) && ReadRights.May([role], type, isOwn: true);
        var held = gives.Contains('h', StringComparison.Ordinal) && ReadRights.May([role], type, isOwn: false);
        var isMetadata = rpc.EndsWith("ViewAs", StringComparison.Ordinal) && ReadRights.MetadataOnly([role], type);
        return (own, held, isMetadata) switch
        {
            (true, true, _) => "own, held",
            (true, false, _) => "own",
            (false, true, _) => "held",
            (false, false, true) => "metadata",
            _ => ".",
        };
    }
}
