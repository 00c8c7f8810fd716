using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>
/// The exercise notification of domain.md §4.26 as its recipients see it, line by line: XB is to act, the secretariat
/// XO is informed.
/// </summary>
[Collection("three nodes")]
public sealed class WorkedNotificationTests : IAsyncLifetime
{
    private const string Id = "EX-WORKED";
    private const string Banner = "EXERCISE EXERCISE EXERCISE";

    private readonly ThreeNodes nodes = new() { Designators = ["XA", "XB", "XO"] };

    private TestNode XO => nodes.C;

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Example", "notification")]
    public async Task The_notification_of_the_worked_example_reads_at_each_recipient_as_it_is_written_there()
    {
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Announcement("XA", ["XB", "XO"], Id), "XB", "XO");
        await ExerciseSteps.ConsentedAsync(nodes.B, "XB", Id, ("XA", nodes.A), ("XO", XO));
        await ExerciseSteps.ConsentedAsync(XO, "XO", Id, ("XA", nodes.A), ("XB", nodes.B));
        var aware = TimeProvider.System.GetUtcNow().AddMinutes(-32);
        var initial = await SentAsync(await Flow.ClearedAsync(nodes.A, Draft(aware, "initial")));
        await ShareSteps.HeldAsync(nodes.B, initial.RecordId, _ => true);
        var update = await SentAsync(await RevisedAsync(initial, Draft(aware, "update")));

        foreach (var (node, role) in new[] { (nodes.B, "action"), (XO, "info") })
        {
            await ShareSteps.HeldAsync(node, update.RecordId, view => view.ContentHash == update.ContentHash);
            var inbox = await node.Messaging("duty").ListInboxAsync(
                new ListInboxRequest { Context = "exercise", ExerciseId = Id });
            var item = inbox.Items.Single(one => one.Record.RecordId == update.RecordId);
            Assert.Equal(
                Expected(update.ReferenceNumber, $"{role} {(node == XO ? "XO" : "XB")}"), LinesOf(item));
            Assert.Equal(
                role, item.Record.Body.IncidentNotification.Addressees
                    .Single(one => one.ParticipantId == Drafts.IdOf(node == XO ? "XO" : "XB")).Role);
            Assert.Contains("does not mean agreement", item.StandingText, StringComparison.Ordinal);
            Assert.Empty(item.Timer);
            Assert.True(item.Record.ReceivedAt >= item.Record.AuthoredAt);
            Assert.Equal(aware.ToTimestamp(), item.Record.Body.IncidentNotification.AwareAt);
            Assert.Equal(item.Record.Banner, item.Record.PhoneText.Split('\n')[0]);
        }
    }

    // Who else is addressed stands at nobody else's: what one is given depends on nothing that others are.
    private static string[] Expected(string number, string addressed) =>
    [
        Banner,
        "EXERCISE IMMEDIATE from XA, signature valid",
        $"IMMEDIATE {number} update TLP:AMBER",
        $"from XA crisis duty desk {addressed}",
        "next update in",
        "nature availability sectors energy cross-border possible malice suspected unknown severity N3 -> high",
        "A control system is unavailable. (en, authoritative)",
        Banner,
    ];

    private static string[] LinesOf(InboxItem item)
    {
        var (record, notice) = (item.Record, item.Record.Body.IncidentNotification);
        var addressees = string.Join(' ', notice.Addressees.Select(
            one => $"{one.Role} {(one.ParticipantId == Drafts.IdOf("XB") ? "XB" : "XO")}"));
        return
        [
            item.Banner,
            item.Headline,
            $"{notice.Precedence.ToUpperInvariant()} {notice.ReferenceNumber} {notice.Stage} {record.Marking.Tlp}",
            $"from {record.Originator} {notice.AuthoringOffice[0].Text_} {addressees}",
            record.NextUpdate[..14],
            $"nature {notice.Nature} sectors {string.Join(' ', notice.SectorsAffected)} "
                + $"cross-border {notice.CrossBorder} malice suspected {notice.MaliceSuspected} "
                + $"severity {notice.Severity.Level.ToUpperInvariant()} -> {notice.Severity.MappedLevel}",
            $"{notice.Summary[0].Text_} ({notice.Summary[0].Lang}, {notice.Summary[0].Status})",
            record.Banner,
        ];
    }

    private async Task<RecordCommandReply> RevisedAsync(RecordCommandReply record, DraftRecordRequest next)
    {
        var revised = await nodes.A.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = record.RecordId,
            ExpectedVersion = record.HeldVersion,
            AuthoritativeLanguages = { "en" },
            Body = next.Body,
        });
        var submitted = await nodes.A.Publishing("author").SubmitRecordAsync(Flow.Command(revised));
        return await nodes.A.Publishing("authority").ClearRecordAsync(Flow.Command(submitted));
    }

    private async Task<RecordCommandReply> SentAsync(RecordCommandReply cleared)
    {
        var grants = new[] { Drafts.To("XB"), Drafts.To("XO") };
        foreach (var grant in grants)
        {
            grant.Marking.Tlp = "TLP:AMBER";
        }

        return (await nodes.A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, grants))).Record;
    }

    private static DraftRecordRequest Draft(DateTimeOffset aware, string stage)
    {
        var draft = ExerciseDrafts.Inside(Drafts.Notification("XB", "immediate"), Id);
        var notice = draft.Body.IncidentNotification;
        notice.Stage = stage;
        notice.AuthoringOffice.Add(Drafts.Text("crisis duty desk"));
        notice.AwareAt = aware.ToTimestamp();
        notice.NextUpdateBy = TimeProvider.System.GetUtcNow().AddMinutes(180).ToTimestamp();
        notice.Nature = "availability";
        notice.SectorsAffected.Add("energy");
        notice.CrossBorder = "possible";
        notice.Severity = new Severity { ScaleId = "xa-n5", Level = "n3", MappedLevel = "high" };
        notice.Summary[0].Text_ = "A control system is unavailable.";
        notice.Addressees.Add(new Addressee { ParticipantId = Drafts.IdOf("XO"), Role = "info" });
        return draft;
    }
}
