using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>XA directs, XB plays, XC does not take part.</summary>
[Collection("three nodes")]
public sealed class ExerciseJourneyTests(ThreeNodes nodes) : IClassFixture<ThreeNodes>, IAsyncLifetime
{
    private readonly string id = "EX-" + Guid.NewGuid().ToString("N")[..8];

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.AnnouncedAsync(id);

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Journey", "J10")]
    public async Task A_director_announces_gives_injects_sees_what_came_of_them_and_exports_what_happened()
    {
        await nodes.AnnouncedAsync(ExerciseDrafts.Id);
        var inject = await InjectAsync(ExerciseDrafts.Id);
        var read = await ShareSteps.HeldAsync(nodes.B, inject.RecordId, _ => true);
        await AcknowledgedAsync(inject.RecordId);
        await Exercises(nodes.A, "controller").RecordObservationAsync(new RecordObservationRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = inject.RecordId,
            Participant = "XB",
            Observed = "Called the desk after 4 minutes.",
        });

        var report = await Exercises(nodes.A, "duty").GetExerciseReportAsync(
            new GetExerciseReportRequest { ExerciseId = ExerciseDrafts.Id, Lang = "fr" });

        Assert.Equal("EXERCISE EXERCISE EXERCISE (Ceci est un exercice.)", report.Banner);
        Assert.Equal(
            ["sent", "delivered", "acknowledged", "observed"],
            report.Lines.Where(line => line.RecordId == inject.RecordId).Select(line => line.What));
        Assert.Contains(report.Lines, line => line is { What: "announced", Who: "XA" });
        Assert.Contains(
            report.Lines,
            line => line is { What: "observed", ToWhom: "XB", Detail: "Called the desk after 4 minutes." });
        Assert.Empty(read.Body.ExerciseInject.ExpectedAction);
        Assert.Empty(read.Body.ExerciseInject.To);
        Assert.NotEmpty(read.Body.ExerciseInject.Content);
        var theirs = await Exercises(nodes.B, "duty").GetExerciseReportAsync(
            new GetExerciseReportRequest { ExerciseId = ExerciseDrafts.Id });
        Assert.DoesNotContain(theirs.Lines, line => line.What == "observed");
        Assert.Contains(theirs.Lines, line => line.RecordId == inject.RecordId && line.What == "received");
    }

    [Fact]
    [Trait("Edge", "25")]
    public async Task A_real_event_begins_an_actual_case_and_the_directors_notice_pauses_the_play()
    {
        var message = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "priority"), id), "XB");
        await ShareSteps.HeldAsync(nodes.B, message.Record.RecordId, _ => true);

        var declared = await Exercises(nodes.B, "duty").DeclareNoDuffAsync(new DeclareNoDuffRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = message.Record.RecordId,
            Summary = { Drafts.Text("Our duty desk cannot be reached; this is real.") },
        });
        var submitted = await nodes.B.Publishing("duty").SubmitRecordAsync(Flow.Command(declared));
        var sent = Flow.Release(submitted, Drafts.To("XA"));
        sent.BreakGlassReason = "Nobody else is on duty.";
        await nodes.B.Publishing("duty").ReleaseRecordAsync(sent);
        var real = await ShareSteps.HeldAsync(nodes.A, declared.RecordId, _ => true);
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Notice("no-duff", id), "XB");
        var paused = await TwoNodes.UntilAsync(
            async () => await Exercises(nodes.B, "duty").ListExercisesAsync(
                new ListExercisesRequest { ExerciseId = id }),
            all => all.Exercises.Single().Phase == "paused");

        Assert.Equal("actual", real.Context);
        Assert.Empty(real.ExerciseId);
        Assert.StartsWith(
            "NO DUFF. This is real", real.Body.IncidentNotification.Subject[0].Text_, StringComparison.Ordinal);
        Assert.DoesNotContain("A service is disrupted", real.ToString(), StringComparison.Ordinal);
        Assert.True(paused.Exercises.Single().ForRealEvent);
        Assert.Equal("FailedPrecondition EXERCISE_NOT_RUNNING", await ExerciseSteps.RefusedAsync(nodes.B, id, "XA"));
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Notice("resume", id), "XB");
        await TwoNodes.UntilAsync(
            async () => await Exercises(nodes.B, "duty").ListExercisesAsync(
                new ListExercisesRequest { ExerciseId = id }),
            all => all.Exercises.Single().Phase == "running");
    }

    [Fact]
    [Trait("Journey", "J13")]
    public async Task Something_dreadful_that_is_played_is_banner_first_and_last_untimed_and_answered_as_played()
    {
        var draft = ExerciseDrafts.Inside(Drafts.Notification("XB", "flash").WithReason(), id);
        var sent = (await ExerciseDrafts.ReleasedAsync(nodes.A, draft, "XB")).Record;
        await ShareSteps.HeldAsync(nodes.B, sent.RecordId, _ => true);

        var inbox = await Inbox(nodes.B).ListInboxAsync(
            new ListInboxRequest { Context = "exercise", ExerciseId = id, Lang = "es" });
        var actual = await Inbox(nodes.B).ListInboxAsync(new ListInboxRequest { Context = "actual", PageSize = 200 });
        var item = inbox.Items.Single(one => one.Record.RecordId == sent.RecordId);
        Assert.Equal("EXERCISE FLASH from XA, signature valid", item.Headline);
        Assert.StartsWith("EXERCISE EXERCISE EXERCISE (", item.Banner, StringComparison.Ordinal);
        Assert.Equal(($"EXERCISE {id}", ""), (item.Group, item.Timer));
        Assert.DoesNotContain(actual.Items, one => one.Record.RecordId == sent.RecordId);
        var lines = item.Record.PhoneText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("EXERCISE EXERCISE EXERCISE", "EXERCISE EXERCISE EXERCISE"), (lines[0], lines[^1]));

        await AcknowledgedAsync(sent.RecordId);
        var said = await Inbox(nodes.B).RespondAsync(new RespondRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, Phrase = "with-competent-authority",
        });
        var reply = await ShareSteps.HeldAsync(nodes.A, said.Record.RecordId, _ => true);
        Assert.Equal(("exercise", id), (reply.Context, reply.ExerciseId));
    }

    [Fact]
    public async Task What_is_not_in_an_exercise_is_no_real_event_of_one()
    {
        var actual = await Flow.SubmittedAsync(nodes.B);

        Assert.Equal(
            "FailedPrecondition NOT_IN_AN_EXERCISE",
            await Refused.ReasonAsync(() => Exercises(nodes.B, "author").DeclareNoDuffAsync(new DeclareNoDuffRequest
            {
                CommandId = Drafts.NewCommand(),
                Record = actual.RecordId,
                Summary = { Drafts.Text("Real.") },
            }).ResponseAsync));
    }

    [Fact]
    public async Task Only_the_director_pauses_and_an_exercise_that_ended_is_archived_with_its_messages()
    {
        var message = await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "priority"), id), "XB");
        await ShareSteps.HeldAsync(nodes.B, message.Record.RecordId, _ => true);
        var notice = await Flow.ClearedAsync(nodes.B, ExerciseDrafts.Notice("end-early", id));
        var refused = await Refused.ReasonAsync(() => nodes.B.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(notice, Drafts.To("XA"))).ResponseAsync);
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Notice("end-early", id), "XB");
        var over = await TwoNodes.UntilAsync(
            async () => await Exercises(nodes.B, "duty").ListExercisesAsync(
                new ListExercisesRequest { WithArchived = true }),
            all => all.Exercises.Single(one => one.ExerciseId == id).Phase == "over");
        var listed = await Exercises(nodes.B, "duty").ListExercisesAsync(new ListExercisesRequest());
        var inbox = await Inbox(nodes.B).ListInboxAsync(new ListInboxRequest { PageSize = 200 });
        var archive = await Inbox(nodes.B).ListInboxAsync(
            new ListInboxRequest { Context = "exercise", ExerciseId = id });

        Assert.Equal("FailedPrecondition EXERCISE_DIRECTOR_ONLY", refused);
        Assert.DoesNotContain(listed.Exercises, one => one.ExerciseId == id);
        Assert.DoesNotContain(inbox.Items, item => item.Record.ExerciseId == id);
        Assert.Contains(archive.Items, item => item.Record.RecordId == message.Record.RecordId);
        Assert.NotNull(over.Exercises.Single(one => one.ExerciseId == id).EndedAt);
    }

    [Fact]
    public async Task A_controller_steers_its_own_exercise_and_nothing_else()
    {
        await nodes.AnnouncedAsync(ExerciseDrafts.Id);
        var own = await nodes.A.Publishing("controller").DraftRecordAsync(ExerciseDrafts.Notice("pause"));
        var other = await Refused.ReasonAsync(() => nodes.A.Publishing("controller")
            .DraftRecordAsync(ExerciseDrafts.Notice("pause", id)).ResponseAsync);
        var document = await Refused.ReasonAsync(() => nodes.A.Publishing("controller")
            .DraftRecordAsync(ExerciseDrafts.Inside(Drafts.Strategy())).ResponseAsync);

        Assert.Equal("draft", own.State);
        Assert.Equal("PermissionDenied ROLE_MISSING", other);
        Assert.Equal("PermissionDenied ROLE_MISSING", document);
    }

    private async Task AcknowledgedAsync(string record)
    {
        await Inbox(nodes.B).AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = record,
            DutyDesk = "Desk of XP",
        });
        await TwoNodes.UntilAsync(
            async () => await Inbox(nodes.A).GetReceiptsAsync(new GetReceiptsRequest { Record = record }),
            receipts => receipts.Recipients.SingleOrDefault()?.AcknowledgedAt is not null);
    }

    // A controller of the exercise gives what an officer wrote and a second one cleared.
    private async Task<RecordCommandReply> InjectAsync(string exercise)
    {
        var draft = ExerciseDrafts.Inside(
            new DraftRecordRequest
            {
                CommandId = Drafts.NewCommand(),
                AuthoritativeLanguages = { "en" },
                Body = new RecordBody
                {
                    ExerciseInject = new ExerciseInject
                    {
                        Subject = { Drafts.Text("A portal is slow") },
                        Precedence = "priority",
                        AtOffsetMinutes = 45,
                        To = { Drafts.IdOf("XB") },
                        Content = { Drafts.Text("The fictional State XP sees a portal answer slowly.") },
                        ExpectedAction = { Drafts.Text("A notification within an hour.") },
                    },
                },
            },
            exercise);
        var cleared = await Flow.ClearedAsync(nodes.A, draft);
        var released = await nodes.A.Publishing("controller").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB", "expectedAction", "to")));
        return released.Record;
    }

    private static MessagingService.MessagingServiceClient Inbox(TestNode node) => node.Messaging("duty");

    private static ExerciseService.ExerciseServiceClient Exercises(TestNode node, string officer) =>
        node.Exercises(officer);
}
