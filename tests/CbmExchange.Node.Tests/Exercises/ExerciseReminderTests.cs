using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>An armed step inside an exercise: the reminder is play, and looks like it wherever it is read.</summary>
public sealed class ExerciseReminderTests : IAsyncLifetime
{
    private const string Banner = "EXERCISE EXERCISE EXERCISE";

    private readonly TwoNodes nodes = new();

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    [Fact]
    [Trait("Edge", "19")]
    public async Task A_reminder_of_a_message_in_an_exercise_stays_in_the_exercise()
    {
        var sent = await PlayedAsync();
        await CaseSteps.CaseAsync(nodes.A, sent.RecordId, answer => answer.Case.Timers.Count == 1);
        await CaseSteps.Cases(nodes.A).ArmEscalationAsync(new ArmEscalationRequest
        {
            CommandId = Drafts.NewCommand(), Record = sent.RecordId, StepCount = 1,
        });
        nodes.Clock.Shift += TimeSpan.FromMinutes(61);
        var taken = await CaseSteps.CaseAsync(
            nodes.A, sent.RecordId, answer => answer.Entries.Any(entry => entry.Step?.ReminderId.Length > 0));
        var id = taken.Entries.Single(entry => entry.Step?.ReminderId.Length > 0).Step.ReminderId;

        var held = await ShareSteps.HeldAsync(nodes.B, id, _ => true);
        Assert.Equal(("reminder", "exercise", ExerciseDrafts.Id), (held.RecordType, held.Context, held.ExerciseId));
        Assert.Equal(Banner, held.Banner);
        Assert.Equal(Banner, held.PhoneText.Split('\n')[0]);
        Assert.Equal(Banner, held.PhoneText.TrimEnd().Split('\n')[^1]);
        Assert.Contains(await InboxAsync("exercise"), item => item.Record.RecordId == id && item.Banner == Banner);
        Assert.DoesNotContain(await InboxAsync("actual"), item => item.Record.RecordId == id);
    }

    private async Task<IEnumerable<InboxItem>> InboxAsync(string context) =>
        (await nodes.B.Messaging("duty").ListInboxAsync(new ListInboxRequest { Context = context })).Items;

    private async Task<RecordCommandReply> PlayedAsync()
    {
        await ExerciseDrafts.ReleasedAsync(nodes.A, ExerciseDrafts.Announcement("XA", ["XB"]), "XB");
        await ExerciseSteps.ConsentedAsync(nodes.B, "XB", ExerciseDrafts.Id, ("XA", nodes.A));
        var cleared = await Flow.ClearedAsync(
            nodes.A, ExerciseDrafts.Inside(Drafts.Notification("XB", "immediate")));
        return (await nodes.A.Publishing("authority").ReleaseRecordAsync(
            Flow.Release(cleared, Drafts.To("XB")))).Record;
    }
}
