using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>Steps that the tests of exercises share: XA directs, XB plays.</summary>
internal static class ExerciseSteps
{
    /// <summary>Announced by XA to XB, once, and known there.</summary>
    public static async Task AnnouncedAsync(
        this ThreeNodes nodes, string exercise, TimeSpan? startsIn = null, TimeSpan? endsIn = null)
    {
        var listed = await nodes.A.Exercises("duty").ListExercisesAsync(
            new ListExercisesRequest { ExerciseId = exercise });
        if (listed.Exercises.Count == 0)
        {
            await ExerciseDrafts.ReleasedAsync(
                nodes.A, ExerciseDrafts.Announcement("XA", ["XB"], exercise, startsIn, endsIn), "XB");
        }

        var known = await KnownAsync(nodes.B, exercise, _ => true);
        if (known.EndsAt.ToDateTimeOffset() > TimeProvider.System.GetUtcNow())
        {
            await ConsentedAsync(nodes.B, "XB", exercise, ("XA", nodes.A));
        }
    }

    /// <summary>A player consents, once, and tells these; they know it.</summary>
    public static async Task ConsentedAsync(
        TestNode player, string designator, string exercise, params (string Designator, TestNode Node)[] told)
    {
        var asked = await KnownAsync(player, exercise, _ => true);
        if (!asked.HasConsented)
        {
            await ExerciseDrafts.ReleasedAsync(
                player, ExerciseDrafts.Consent(asked.RecordId, exercise), [.. told.Select(one => one.Designator)]);
        }

        foreach (var node in told.Select(one => one.Node).Append(player))
        {
            await KnownAsync(node, exercise, known => known.Consented.Contains(designator));
        }
    }

    /// <summary>An exercise as a node knows it, once it fits.</summary>
    public static async Task<ExerciseView> KnownAsync(
        TestNode node, string exercise, Func<ExerciseView, bool> fits) =>
        (await TwoNodes.UntilAsync(
            async () => await node.Exercises("duty").ListExercisesAsync(
                new ListExercisesRequest { ExerciseId = exercise }),
            all => all.Exercises.Count == 1 && fits(all.Exercises[0]))).Exercises[0];

    /// <summary>With what a notification in the exercise to one participant is refused.</summary>
    public static async Task<string> RefusedAsync(TestNode from, string exercise, string to)
    {
        var cleared = await Flow.ClearedAsync(
            from, ExerciseDrafts.Inside(Drafts.Notification(to, "priority"), exercise));
        return await Refused.ReasonAsync(() => from.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To(to))).ResponseAsync);
    }
}
