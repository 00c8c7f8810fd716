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
        var known = await nodes.A.Exercises("duty").ListExercisesAsync(
            new ListExercisesRequest { ExerciseId = exercise });
        if (known.Exercises.Count == 0)
        {
            await ExerciseDrafts.ReleasedAsync(
                nodes.A, ExerciseDrafts.Announcement("XA", ["XB"], exercise, startsIn, endsIn), "XB");
        }

        await KnownAsync(nodes.B, exercise, _ => true);
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
