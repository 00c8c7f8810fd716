using System.Security.Cryptography;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf;
using Grpc.Core;
using Text = CbmExchange.Contracts.Record.V1.Text;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// What officers of XA do with a canary in every place that XB is not given, and in a few that it is.
/// </summary>
internal sealed class CanaryScenario(TestNode node, Canaries hidden, Canaries released, Canaries ids)
{
    /// <summary>Texts of the errors that officers got.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Hash of a file that XB was not told of.</summary>
    public byte[] HiddenFile { get; private set; } = [];

    /// <summary>Records that XB was given something of.</summary>
    public List<string> Given { get; } = [];

    public async Task RunAsync()
    {
        HiddenFile = await PutAsync(hidden.For("file"));
        await DraftsAsync();
        await WithheldPartsAsync();
        await OtherRecipientsAsync();
        await ContactAsync();
        await BreakGlassAsync();
        var kept = (await GiveAsync(Drafts.Notification("XB", "routine"), Drafts.To("XB"))).RecordId;
        Errors.AddRange(await KeptCase.WriteAsync(node, hidden, kept));
        await RefusalsAsync();
    }

    /// <summary>One more record to somebody else, and one with a released canary to XB.</summary>
    public async Task GiveOneMoreAsync()
    {
        await ReleaseAsync(await ClearedAsync(Document("late, to others", hidden)), Drafts.To("XC"));
        await GiveAsync(Document("late", released, "abstract"), Drafts.To("XB", "abstract"));
    }

    // Never released: a draft, one given back, one given up, one cleared.
    private async Task DraftsAsync()
    {
        var author = node.Publishing("author");
        await author.DraftRecordAsync(Document("draft", hidden));
        var submitted = await Flow.SubmittedAsync(node, Document("given back", hidden));
        await node.Publishing("authority").ReturnRecordAsync(new ReturnRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = submitted.RecordId,
            ExpectedVersion = submitted.HeldVersion,
            Reason = $"Because {hidden.For("return reason")}.",
        });
        await author.AbandonRecordAsync(Flow.Command(await author.DraftRecordAsync(Document("given up", hidden))));
        await ClearedAsync(Document("cleared", hidden));
    }

    // Given to XB in part; then a later version that nobody gets, one for others, and one being written.
    private async Task WithheldPartsAsync()
    {
        var draft = Document("given", released, "abstract", "annex");
        draft.Body.NationalDocument.Files.Add(File("name of a withheld file"));
        var grant = Drafts.To("XB", "abstract", "sections/annex-2", "files");
        grant.Marking.HandlingNotes.Add(
            new HandlingNote { Lang = "en", Text = $"Note {released.For("handling note")}." });
        var given = await GiveAsync(draft, grant);
        var next = await RevisedAsync(given, Document("version for nobody", hidden));
        next = await RevisedAsync(next, Document("version for others", hidden));
        var others = await ReleaseAsync(next, Drafts.To("XC"));
        await node.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = others.RecordId,
            ExpectedVersion = others.HeldVersion,
            Body = Document("version in work", hidden).Body,
            AuthoritativeLanguages = { "en" },
        });
    }

    // XC gets something, is told how to handle it, and loses it again; a notification goes to both.
    private async Task OtherRecipientsAsync()
    {
        var grant = Drafts.To("XC");
        grant.Marking.HandlingNotes.Add(
            new HandlingNote { Lang = "en", Text = $"Note {hidden.For("handling note of others")}." });
        var record = await ReleaseAsync(await ClearedAsync(Document("to others", hidden)), grant);
        await node.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            ReasonClass = "issued-in-error",
            Request = "stop-using",
        });
        ids.Watch("participant id of another recipient", Drafts.IdOf("XC"));
        ids.Watch("record id of what others got", record.RecordId);
        var draft = Drafts.Notification("XB", "routine");
        var notification = draft.Body.IncidentNotification;
        notification.Addressees.Add(new Addressee { ParticipantId = Drafts.IdOf("XC"), Role = "info" });
        notification.Summary.Clear();
        notification.Summary.Add(Text("summary", released));
        notification.MeasuresTaken.Add(Text("measures withheld from one", hidden));
        await GiveAsync(draft, Drafts.To("XB", "measuresTaken"), Drafts.To("XC"));
    }

    private async Task ContactAsync()
    {
        var author = node.Publishing("author");
        var drafted = await author.DraftRecordAsync(new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { PointOfContact = Contact() },
        });
        var nominated = await node.Publishing("nominator").NominateContactAsync(new NominateContactRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = drafted.RecordId,
            ExpectedVersion = drafted.HeldVersion,
            Nomination = new Nomination
            {
                ReferenceNo = $"note {hidden.For("nomination reference")}",
                Date = "2026-02-03",
                NominatingAuthority = "Ministry",
                Medium = "note-verbale",
            },
        });
        var cleared = await node.Publishing("authority")
            .ClearRecordAsync(Flow.Command(await author.SubmitRecordAsync(Flow.Command(nominated))));
        Given.Add((await ReleaseAsync(cleared, Drafts.To("XB", "persons", "nomination", "channels/second"))).RecordId);
    }

    private PointOfContact Contact() => new()
    {
        Subject = { Text("contact subject", released) },
        Kinds = { "crisis-duty-desk" },
        OfficeName = { Text("office", released) },
        Competences = { "ci:energy" },
        Coverage = "24x7",
        Channels =
        {
            new Channel { Id = "first", Type = "voice", Value = "+442079460101", PriorityOrder = 1, Hours = "24x7" },
            new Channel
            {
                Id = "second", Type = "e-mail", Value = $"{hidden.For("withheld channel")}@example.org",
                PriorityOrder = 2, Hours = "24x7",
            },
        },
        Languages = { new SpokenLanguage { Lang = "en", Level = "working", Hours = "24x7" } },
        Persons = { new Person { Id = "one", Name = { Text("name of a person", hidden) } } },
    };

    // A duty officer alone, with a reason; the review of it.
    private async Task BreakGlassAsync()
    {
        var draft = Drafts.Notification("XB", "immediate");
        draft.Body.IncidentNotification.Subject.Clear();
        draft.Body.IncidentNotification.Subject.Add(Text("withheld subject", hidden));
        var drafted = await node.Publishing("duty").DraftRecordAsync(draft);
        var submitted = await node.Publishing("duty").SubmitRecordAsync(Flow.Command(drafted));
        var release = Flow.Release(submitted, Drafts.To("XB", "subject"));
        release.BreakGlassReason = $"Asleep {hidden.For("break-glass reason")}.";
        var released = (await node.Publishing("duty").ReleaseRecordAsync(release)).Record;
        Given.Add(released.RecordId);
        await node.Publishing("authority").ReviewBreakGlassAsync(new ReviewBreakGlassRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = released.RecordId,
            ExpectedVersion = released.HeldVersion,
            Note = $"Seen {hidden.For("review note")}.",
        });
    }

    // Calls that are refused while they hold content.
    private async Task RefusalsAsync()
    {
        var bad = Document("refused draft", hidden);
        bad.Body.NationalDocument.Status = hidden.For("refused code");
        bad.Body.NationalDocument.OfficialUrl = $"no address {hidden.For("refused address")}";
        bad.Body.NationalDocument.Sections[0].Id = $"NOT {hidden.For("refused id")}";
        bad.Context = hidden.For("refused context");
        await RefusedAsync(() => node.Publishing("author").DraftRecordAsync(bad).ResponseAsync);
        await RefusedAsync(() => node.Publishing("observer").DraftRecordAsync(
            Document("draft of an observer", hidden)).ResponseAsync);
        var cleared = await ClearedAsync(Document("cleared, then refused", hidden));
        var none = Drafts.To(hidden.For("no such participant"), $"sections/{hidden.For("no such part")}");
        none.Marking.HandlingNotes.Add(new HandlingNote { Lang = "no tag", Text = hidden.For("refused note") });
        await RefusedAsync(() => node.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, none)).ResponseAsync);
        await RefusedAsync(() => node.Publishing("authority").ReleaseRecordAsync(Flow.Release(
            cleared, new ReleaseGrant
            {
                Include = { new AudienceMember { Participant = "XB" } },
                Marking = new Marking { Tlp = hidden.For("refused label") },
            })).ResponseAsync);
        await RefusedAsync(() => node.Publishing("duty").GetRecordAsync(
            new GetRecordRequest { Record = hidden.For("refused record") }).ResponseAsync);
    }

    private async Task RefusedAsync<T>(Func<Task<T>> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        Errors.Add($"{refused.StatusCode} {refused.Status.Detail} " + string.Join(
            ' ', refused.Trailers.Select(one => one.IsBinary
                ? $"{one.Key} {Encoding.UTF8.GetString(one.ValueBytes)} {Convert.ToHexString(one.ValueBytes)}"
                : $"{one.Key} {one.Value}")));
    }

    private async Task<RecordCommandReply> GiveAsync(DraftRecordRequest draft, params ReleaseGrant[] grants)
    {
        var record = await ReleaseAsync(await ClearedAsync(draft), grants);
        Given.Add(record.RecordId);
        return record;
    }

    private Task<RecordCommandReply> ClearedAsync(DraftRecordRequest draft) => Flow.ClearedAsync(node, draft);

    private async Task<RecordCommandReply> ReleaseAsync(RecordCommandReply cleared, params ReleaseGrant[] grants) =>
        (await node.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grants))).Record;

    private async Task<RecordCommandReply> RevisedAsync(RecordCommandReply record, DraftRecordRequest content)
    {
        var author = node.Publishing("author");
        var revised = await author.ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            Body = content.Body,
            AuthoritativeLanguages = { "en" },
        });
        var submitted = await author.SubmitRecordAsync(Flow.Command(revised));
        return await node.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }

    // A document with a canary in each of its fields; those named are withheld later.
    private DraftRecordRequest Document(string place, Canaries canaries, params string[] withheld)
    {
        var draft = Drafts.Strategy();
        var document = draft.Body.NationalDocument;
        foreach (var (name, texts) in new[]
        {
            ("subject", document.Subject), ("title", document.Title), ("abstract", document.Abstract),
            ("issuing body", document.IssuingBody), ("heading", document.Sections[0].Heading),
            ("section", document.Sections[0].Body), ("annex", document.Sections[1].Body),
            ("extent", document.ExtentStatement),
        })
        {
            texts.Clear();
            texts.Add(Text($"{place}: {name}", withheld.Contains(name) ? hidden : canaries));
        }

        document.OfficialUrl = $"https://{canaries.For($"{place}: address")}.example.org/";
        if (canaries == hidden)
        {
            document.Sections[1].Id = canaries.For($"{place}: section id");
            document.Files.Add(File($"{place}: file name"));
        }

        return draft;
    }

    private Attachment File(string place) => new()
    {
        Sha256 = Convert.ToHexStringLower(HiddenFile),
        SizeBytes = Encoding.UTF8.GetByteCount(hidden.For("file")),
        MediaType = "application/pdf",
        FileName = $"{hidden.For(place)}.pdf",
        Lang = "en",
    };

    private async Task<byte[]> PutAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var hash = SHA256.HashData(bytes);
        using var call = node.Publishing("author").PutAttachment();
        await call.RequestStream.WriteAsync(new PutAttachmentRequest
        {
            Sha256 = Convert.ToHexStringLower(hash),
            SizeBytes = bytes.Length,
            Chunk = ByteString.CopyFrom(bytes),
        });
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
        ids.Watch("hash of a file", Convert.ToHexStringLower(hash));
        return hash;
    }

    private static Text Text(string place, Canaries canaries) => Drafts.Text($"About {canaries.For(place)}.");
}
