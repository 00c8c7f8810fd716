using System.Text;
using System.Text.Json.Nodes;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Exercises;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// Records of several types, held and then withdrawn, asked for by every rpc that reads (domain.md §4.17): what
/// still shows them says so, and that copies cannot be recalled.
/// </summary>
public sealed class WithdrawnEverywhereTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string Marker = "Taken back later";
    private const string Said = "cannot be recalled";
    private const string Exercise = "EX-TAKEN";

    private readonly Dictionary<string, RecordCommandReply> withdrawn = [];

    private TestNode B => nodes.B;

    [Fact]
    public void Every_rpc_that_reads_has_a_stand_on_what_was_withdrawn() =>
        Assert.Equal(
            ReadRpcs.All.Select(ReadRpcs.NameOf).Order(StringComparer.Ordinal),
            WithdrawnStands.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_screen_and_export_of_a_withdrawn_item_says_so_and_that_copies_cannot_be_recalled()
    {
        await HeldThenWithdrawnAsync();
        foreach (var method in ReadRpcs.All)
        {
            var stand = WithdrawnStands.All[ReadRpcs.NameOf(method)];
            if (stand == WithdrawnStands.None)
            {
                continue;
            }

            var answers = new List<JsonNode>();
            foreach (var request in RequestsOf(method))
            {
                answers.AddRange(await AskAsync(method, request));
            }

            Check(ReadRpcs.NameOf(method), stand, answers);
        }
    }

    [Fact]
    public async Task The_originator_reads_the_same_of_its_own()
    {
        var own = await Held.ReleasedAsync(nodes.A, Drafts.Strategy("Own, taken back"), "XB");
        await WithdrawAsync(own);

        var view = await nodes.A.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = own.RecordId });
        var seen = await ShareSteps.SeenByAsync(nodes.A, "XB", own.RecordId);

        Assert.Contains(Said, view.Notice, StringComparison.Ordinal);
        Assert.Contains(Said, seen!.Notice, StringComparison.Ordinal);
    }

    private void Check(string name, string stand, List<JsonNode> answers)
    {
        var text = string.Join('\n', answers.Select(answer => answer.ToJsonString()));
        if (stand == WithdrawnStands.Leaves)
        {
            Assert.False(text.Contains(Marker, StringComparison.Ordinal) || Ids(text).Any(), $"{name}: {text}");
            return;
        }

        Assert.True(text.Contains(Said, StringComparison.Ordinal), $"{name} does not say so: {text}");
        if (stand == WithdrawnStands.Says && name != "ExerciseService/GetExerciseReport")
        {
            Assert.All(answers, answer => Assert.True(
                Unsaid(answer).FirstOrDefault() is not { } silent, $"{name}: {Unsaid(answer).FirstOrDefault()}"));
        }
    }

    private IEnumerable<string> Ids(string text) =>
        withdrawn.Values.Select(one => one.RecordId).Where(id => text.Contains(id, StringComparison.Ordinal));

    // Parts of an answer that show one of the records and say nothing of what became of it.
    private IEnumerable<string> Unsaid(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(Unsaid),
        JsonObject fields when IsOfWithdrawn(fields) =>
            fields.ToJsonString().Contains(Said, StringComparison.Ordinal) ? [] : [fields.ToJsonString()],
        JsonObject fields => fields.SelectMany(field => Unsaid(field.Value)),
        _ => [],
    };

    private bool IsOfWithdrawn(JsonObject fields) =>
        fields["recordId"] is JsonValue id && id.TryGetValue<string>(out var text)
        && withdrawn.Values.Any(one => one.RecordId == text);

    private async Task<List<JsonNode>> AskAsync(MethodDescriptor method, IMessage request)
    {
        if (method.Name == "WatchInbox")
        {
            return [await WatchedAsync()];
        }

        try
        {
            var answers = await ReadRpcs.RawAsync(B, OfficerFor(method), method, request);
            return [.. answers.Select(answer => JsonOf(method, answer))];
        }
        catch (RpcException gone) when (gone.StatusCode == StatusCode.NotFound)
        {
            return [];
        }
    }

    // A file is read as text too: in JSON it is base64.
    private static JsonNode JsonOf(MethodDescriptor method, byte[] answer)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(method.OutputType.Parser.ParseFrom(answer)))!;
        if (method.Name == "ExportDirectory" && (string?)json["content"] is { } content)
        {
            json["content"] = Encoding.UTF8.GetString(Convert.FromBase64String(content));
        }

        return json;
    }

    private async Task<JsonNode> WatchedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var call = B.Messaging("duty").WatchInbox(
            new WatchInboxRequest(), new CallOptions(cancellationToken: patience.Token));
        await foreach (var item in call.ResponseStream.ReadAllAsync(patience.Token))
        {
            if (item.Record.RecordId == withdrawn["notice"].RecordId)
            {
                return JsonNode.Parse(JsonFormatter.Default.Format(item))!;
            }
        }

        throw new InvalidOperationException("The inbox ended.");
    }

    private IEnumerable<IMessage> RequestsOf(MethodDescriptor method) => ReadRpcs.NameOf(method) switch
    {
        "PublishingService/GetRecord" =>
            withdrawn.Values.Select(one => new GetRecordRequest { Record = one.RecordId }),
        "DirectoryService/Lookup" => [new LookupRequest { State = "XA" }],
        "DirectoryService/GetContactHealth" =>
            [new GetContactHealthRequest { Record = withdrawn["contact"].RecordId }],
        "DirectoryService/ExportDirectory" =>
            new[] { "vcard", "jcard", "csv", "card", "card-html" }
                .Select(format => new ExportDirectoryRequest { Format = format, WithPersons = true }),
        "MessagingService/ListInbox" => [new ListInboxRequest { Context = "actual", PageSize = 200 }],
        "LibraryService/SearchLibrary" => [new SearchLibraryRequest { State = "XA", PageSize = 200 }],
        "ProfileService/WriteProfileText" =>
            [new WriteProfileTextRequest { Record = withdrawn["profile"].RecordId }],
        "CaseService/GetCase" => [new GetCaseRequest { Case = withdrawn["notice"].RecordId }],
        "ExerciseService/GetExerciseReport" => [new GetExerciseReportRequest { ExerciseId = Exercise }],
        "ExportService/ExportStream" => [new ExportStreamRequest { Participant = "XA", Direction = "in" }],
        _ => [ReadRpcs.RequestOf(method)],
    };

    private static string OfficerFor(MethodDescriptor method) => method.Name switch
    {
        "ExportStream" => "authority",
        "ListPoliticalAttention" => "author",
        _ => "duty",
    };

    private async Task HeldThenWithdrawnAsync()
    {
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Announcement("XA", ["XB"], Exercise), "XB");
        await ExerciseSteps.ConsentedAsync(B, "XB", Exercise, ("XA", nodes.A));
        withdrawn["strategy"] = await ReleasedAsync(Drafts.Strategy(Marker));
        withdrawn["notice"] = await ReleasedAsync(Drafts.Notification("XB", "priority"));
        withdrawn["profile"] = await ReleasedAsync(Examples.Of("csirt-profile"));
        withdrawn["report"] = await ReleasedAsync(Examples.Of("implementation-report"));
        withdrawn["annex"] = await ReleasedAsync(Examples.Of("technical-annex"));
        withdrawn["played"] = await ReleasedAsync(
            ExerciseDrafts.Inside(Drafts.Notification("XB", "priority"), Exercise));
        withdrawn["contact"] = await ContactSteps.PublishedAsync(
            nodes.A, ContactSteps.Draft("ci:energy", Marker), Drafts.To("XB"));
        foreach (var (what, record) in withdrawn)
        {
            await Held.AtAsync(B, record.RecordId, what == "annex" ? "tech" : "duty");
        }

        await new LaneService.LaneServiceClient(B.As("tech")).SuggestPoliticalAttentionAsync(
            new SuggestPoliticalAttentionRequest
            {
                CommandId = Drafts.NewCommand(), Record = withdrawn["annex"].RecordId, Note = "Look at it.",
            });
        foreach (var record in withdrawn.Values)
        {
            await WithdrawAsync(record);
        }

        foreach (var (what, record) in withdrawn)
        {
            await TwoNodes.UntilAsync(
                () => Held.TryAsync(B, record.RecordId, what == "annex" ? "tech" : "duty"),
                view => view.State == "withdrawn");
        }

        await ContactSteps.LookupAsync(
            ContactSteps.Directory(B), new LookupRequest { State = "XA" }, answer => answer.Contacts.Count == 0);
    }

    private Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft)
    {
        if (draft.Body.NationalDocument is { } document)
        {
            document.Title[0].Text_ = Marker;
        }

        return Held.ReleasedAsync(nodes.A, draft, "XB");
    }

    private async Task WithdrawAsync(RecordCommandReply record)
    {
        var state = await nodes.A.Publishing("authority").GetRecordAsync(
            new GetRecordRequest { Record = record.RecordId });
        await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = state.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });
    }
}
