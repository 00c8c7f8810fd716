using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using Google.Protobuf.WellKnownTypes;
using static CbmExchange.Node.Tests.Messaging.AnswerSteps;

namespace CbmExchange.Node.Tests.Messaging;

/// <summary>
/// An early warning is for a time: it ends by itself, and a later stage takes its place (domain.md §4.8).
/// </summary>
public sealed class EarlyWarningTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private TestNode A => nodes.A;

    private TestNode B => nodes.B;

    [Fact]
    [Trait("Proves", "26c-warning")]
    public async Task An_early_warning_to_a_body_expires_by_itself_and_is_superseded_by_a_later_stage()
    {
        var draft = Warning();
        var warned = await ToBodyAsync(await Flow.ClearedAsync(A, draft));
        var held = await HeldAsync(B, warned.RecordId);
        Assert.Equal("published", held.State);
        Assert.Equal(
            TimeSpan.FromDays(7),
            held.Body.IncidentNotification.ExpiresAt.ToDateTimeOffset()
                - held.Body.IncidentNotification.AuthoredAt.ToDateTimeOffset());
        var before = await StreamAsync();

        nodes.Clock.Shift += TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1);
        var inbox = await Desk(B).ListInboxAsync(new ListInboxRequest { OnlyUnacknowledged = true });
        var own = await A.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest());
        var feed = await TwoNodes.UntilAsync(
            () => ShareSteps.ChangesAsync(B, warned.RecordId), changes => changes.Count > 1);
        Assert.Equal("expired", inbox.Items.Single(item => item.Record.RecordId == warned.RecordId).Record.State);
        Assert.Equal("expired", own.Records.Single(one => one.RecordId == warned.RecordId).State);
        Assert.Equal(["published", "expired"], feed.Select(item => item.Change));
        Assert.Equal("expired", feed[0].Record.State);
        Assert.Equal(held.Body.IncidentNotification.ExpiresAt, feed[1].AsOf);
        var ended = await A.Publishing("author").ListOwnRecordsAsync(new ListOwnRecordsRequest { State = "expired" });
        Assert.Contains(ended.Records, one => one.RecordId == warned.RecordId);
        var published = await A.Publishing("author").ListOwnRecordsAsync(
            new ListOwnRecordsRequest { State = "published" });
        Assert.DoesNotContain(published.Records, one => one.RecordId == warned.RecordId);
        Assert.Equal(before, await StreamAsync());

        draft.Body.IncidentNotification.Stage = "initial";
        draft.Body.IncidentNotification.ExpiresAt = null;
        var initial = await ToBodyAsync(await RevisedAsync(A, warned, draft.Body));
        var now = await ShareSteps.HeldAsync(
            B, initial.RecordId, view => view.Body.IncidentNotification?.Stage == "initial");
        Assert.Equal("published", now.State);
        Assert.Equal("early-warning", Assert.Single(now.Earlier).Body.IncidentNotification.Stage);
        Assert.Equal("superseded", now.Earlier[0].EndedAs);
    }

    [Fact]
    public async Task A_stage_only_moves_forward()
    {
        var draft = Notice("XB", "priority");
        var sent = await SentAsync(A, draft, "XB");
        draft.Body.IncidentNotification.Stage = "early-warning";
        draft.Body.IncidentNotification.Confidence = new Confidence { Level = "low" };

        var reason = await Refused.ReasonAsync(() => RevisedAsync(A, sent, draft.Body));

        Assert.Equal("InvalidArgument FIELDS_INVALID", reason);
    }

    [Fact]
    public async Task An_announced_update_is_counted_down_and_then_said_neutrally_at_the_recipient()
    {
        var draft = Notice("XB", "priority");
        var by = nodes.Clock.GetUtcNow().AddMinutes(40);
        draft.Body.IncidentNotification.NextUpdateBy = Timestamp.FromDateTimeOffset(by);
        var sent = await SentAsync(A, draft, "XB");
        var waiting = await HeldAsync(B, sent.RecordId);
        nodes.Clock.Shift += TimeSpan.FromHours(1);
        var overdue = await HeldAsync(B, sent.RecordId);

        Assert.Equal("next update in 40 min", waiting.NextUpdate);
        Assert.Equal($"next update overdue since {by.UtcDateTime:yyyy-MM-dd HH:mm}Z", overdue.NextUpdate);
    }

    private static DraftRecordRequest Warning()
    {
        var draft = Notice("XB", "priority", "warn");
        draft.Body.IncidentNotification.Stage = "early-warning";
        draft.Body.IncidentNotification.Confidence = new Confidence
        {
            Level = "medium",
            Basis = { Drafts.Text("Seen at two operators.") },
        };
        return draft;
    }

    private async Task<RecordCommandReply> ToBodyAsync(RecordCommandReply cleared) =>
        (await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, new ReleaseGrant
        {
            Include = { new AudienceMember { BodyMembers = "XO" } },
            Marking = new Marking { Tlp = "TLP:GREEN" },
        }))).Record;

    // Entries of the stream of A to B: expiring makes none.
    private async Task<long> StreamAsync() =>
        (await A.Administration("admin").ListStreamsAsync(new ListStreamsRequest()))
        .Streams.Single(stream => stream is { Designator: "XB", Direction: "out" }).Size;
}
