using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>
/// Whoever does not take part in an exercise is not reached by it, and nobody takes it for the real thing.
/// </summary>
[Collection("three nodes")]
public sealed class ExerciseIsolationTests(ThreeNodes nodes) : IClassFixture<ThreeNodes>, IAsyncLifetime
{
    private readonly string id = "EX-" + Guid.NewGuid().ToString("N")[..8];

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.AnnouncedAsync(id);

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Edge", "24")]
    public async Task Whoever_does_not_take_part_is_not_sent_to_and_puts_aside_what_comes_all_the_same()
    {
        var cleared = await Flow.ClearedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XC", "immediate"), id));
        var refused = await Refused.ReasonAsync(() => nodes.A.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB"), Drafts.To("XC"))).ResponseAsync);
        var foreign = await ForeignAsync();
        var aside = await TwoNodes.UntilAsync(
            async () => await Exercises(nodes.C, "duty").ListAsideAsync(new ListAsideRequest()),
            all => all.Items.Any(one => one.RecordId == foreign.RecordId));

        Assert.Equal("FailedPrecondition EXERCISE_NOT_A_PARTICIPANT", refused);
        Assert.Equal(
            "NotFound NOT_FOUND",
            await Refused.ReasonAsync(() => nodes.C.Publishing("duty").GetRecordAsync(
                new GetRecordRequest { Record = foreign.RecordId }).ResponseAsync));
        var item = aside.Items.Single(one => one.RecordId == foreign.RecordId);
        Assert.Equal("not-a-participant", item.Reason);
        Assert.Equal("exercise traffic that this node does not take part in", item.Sentence);
        Assert.DoesNotContain(
            (await Inbox(nodes.C).ListInboxAsync(new ListInboxRequest())).Items,
            one => one.Record.RecordId == item.RecordId);
    }

    [Fact]
    public async Task What_was_put_aside_is_not_receipted_as_delivered_and_what_comes_after_it_is()
    {
        var foreign = await ForeignAsync();
        var actual = await ExerciseDrafts.ReleasedAsync(nodes.B, Drafts.Notification("XC", "routine"), "XC");
        await ShareSteps.HeldAsync(nodes.C, actual.Record.RecordId, _ => true);
        await TwoNodes.UntilAsync(
            async () => await Inbox(nodes.B).GetReceiptsAsync(
                new GetReceiptsRequest { Record = actual.Record.RecordId }),
            receipts => receipts.Recipients.SingleOrDefault()?.DeliveredAt is not null);

        var receipts = await Inbox(nodes.B).GetReceiptsAsync(new GetReceiptsRequest { Record = foreign.RecordId });

        Assert.Null(receipts.Recipients.Single().DeliveredAt);
        Assert.Equal("fetched", receipts.Recipients.Single().Receipt);
    }

    [Fact]
    public async Task Sending_is_refused_for_an_exercise_not_known_not_begun_and_over()
    {
        var early = id + "-early";
        var late = id + "-late";
        await nodes.AnnouncedAsync(early, startsIn: TimeSpan.FromHours(2));
        await nodes.AnnouncedAsync(late, endsIn: TimeSpan.FromMinutes(-1));
        var unknown = await ExerciseSteps.RefusedAsync(nodes.A, id + "-other", "XB");
        var before = await ExerciseSteps.RefusedAsync(nodes.A, early, "XB");
        var after = await ExerciseSteps.RefusedAsync(nodes.A, late, "XB");

        Assert.Equal("FailedPrecondition EXERCISE_NOT_KNOWN", unknown);
        Assert.Equal("FailedPrecondition EXERCISE_NOT_RUNNING", before);
        Assert.Equal("FailedPrecondition EXERCISE_NOT_RUNNING", after);
    }

    [Fact]
    public async Task Nothing_of_the_play_goes_to_a_State_that_did_not_consent_and_a_withdrawn_consent_is_none()
    {
        var open = id + "-open";
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Announcement("XA", ["XB"], open), "XB");
        var asked = await ExerciseSteps.KnownAsync(nodes.B, open, _ => true);
        var silent = await ExerciseSteps.RefusedAsync(nodes.A, open, "XB");
        var own = await ExerciseSteps.RefusedAsync(nodes.B, open, "XA");
        await ExerciseSteps.ConsentedAsync(nodes.B, "XB", open, ("XA", nodes.A));
        await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "priority"), open), "XB");
        var declined = await ExerciseDrafts.ReleasedAsync(
            nodes.B, ExerciseDrafts.Consent(asked.RecordId, open, "declines"), "XA");
        var after = await ExerciseSteps.KnownAsync(nodes.A, open, known => known.Declined.Contains("XB"));
        var stopped = await ExerciseSteps.RefusedAsync(nodes.A, open, "XB");

        Assert.False(asked.HasConsented);
        Assert.Equal("FailedPrecondition EXERCISE_CONSENT_MISSING", silent);
        Assert.Equal("FailedPrecondition EXERCISE_CONSENT_MISSING", own);
        Assert.Equal("FailedPrecondition EXERCISE_CONSENT_MISSING", stopped);
        Assert.Empty(after.Consented);
        await nodes.B.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = declined.Record.RecordId,
            ExpectedVersion = declined.Record.HeldVersion,
            ReasonClass = "no-longer-valid",
            Request = "stop-using",
        });
        await ExerciseSteps.KnownAsync(nodes.A, open, known => known.Consented.Contains("XB"));
    }

    [Fact]
    public async Task The_inbox_shows_what_is_actual_first_and_an_exercise_between_its_banners()
    {
        var urgent = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "flash").WithReason(), id), "XB");
        var actual = await ExerciseDrafts.ReleasedAsync(nodes.A, Drafts.Notification("XB", "routine"), "XB");
        var inbox = await TwoNodes.UntilAsync(
            async () => await Inbox(nodes.B).ListInboxAsync(new ListInboxRequest { Lang = "es", PageSize = 200 }),
            all => all.Items.Any(item => item.Record.RecordId == urgent.Record.RecordId)
                && all.Items.Any(item => item.Record.RecordId == actual.Record.RecordId));

        var groups = inbox.Items.Select(item => item.Group).ToList();
        Assert.Equal(groups.OrderBy(group => group == "ACTUAL" ? 0 : 1), groups);
        var exercised = inbox.Items.Single(item => item.Record.RecordId == urgent.Record.RecordId);
        Assert.Equal("EXERCISE " + id, exercised.Group);
        Assert.Equal("EXERCISE EXERCISE EXERCISE (Esto es un ejercicio.)", exercised.Banner);
        Assert.Empty(exercised.Timer);
        Assert.NotEmpty(inbox.Items.Single(item => item.Record.RecordId == actual.Record.RecordId).Timer);
        var alone = await Inbox(nodes.B).ListInboxAsync(new ListInboxRequest { Context = "actual", PageSize = 200 });
        Assert.All(alone.Items, item => Assert.Equal("actual", item.Record.Context));
    }

    [Fact]
    public async Task A_list_asked_for_an_exercise_without_its_id_is_refused()
    {
        Assert.Equal(
            "InvalidArgument FIELDS_INVALID",
            await Refused.ReasonAsync(() => nodes.A.Publishing("author").ListOwnRecordsAsync(
                new ListOwnRecordsRequest { Context = "exercise" }).ResponseAsync));
        Assert.Equal(
            "InvalidArgument FIELDS_INVALID",
            await Refused.ReasonAsync(() => new LibraryService.LibraryServiceClient(nodes.A.Calls("author"))
                .SearchLibraryAsync(new SearchLibraryRequest { ExerciseId = id }).ResponseAsync));
        var own = await nodes.A.Publishing("author").ListOwnRecordsAsync(
            new ListOwnRecordsRequest { Context = "exercise", ExerciseId = id });
        Assert.Contains(own.Records, record => record.RecordType == "exercise");
    }

    // XB directs an exercise with XC, takes XC out of it, and sends to it all the same.
    private async Task<RecordCommandReply> ForeignAsync()
    {
        var foreign = id + "-b";
        await ExerciseDrafts.ReleasedAsync(
            nodes.B, ExerciseDrafts.Announcement("XB", ["XC"], foreign), "XC");
        await TwoNodes.UntilAsync(
            async () => await Exercises(nodes.C, "duty").ListExercisesAsync(
                new ListExercisesRequest { ExerciseId = foreign }),
            all => all.Exercises.Count == 1);
        await ExerciseSteps.ConsentedAsync(nodes.C, "XC", foreign, ("XB", nodes.B));
        return await TakenOutAsync(foreign);
    }

    private async Task<RecordCommandReply> TakenOutAsync(string foreign)
    {
        var listed = await nodes.B.Publishing("authority").ListOwnRecordsAsync(
            new ListOwnRecordsRequest { Context = "exercise", ExerciseId = foreign });
        var announced = listed.Records.Single(record => record.RecordType == "exercise");
        await nodes.B.Publishing("authority").NarrowReleaseAsync(new NarrowReleaseRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = announced.RecordId,
            ExpectedVersion = announced.HeldVersion,
            Participants = { "XC" },
        });
        var sent = await ExerciseDrafts.ReleasedAsync(
            nodes.B, ExerciseDrafts.Inside(Drafts.Notification("XC", "immediate"), foreign), "XC");
        return sent.Record;
    }

    private static MessagingService.MessagingServiceClient Inbox(TestNode node) => node.Messaging("duty");

    private static ExerciseService.ExerciseServiceClient Exercises(TestNode node, string officer) =>
        node.Exercises(officer);
}
