using System.Diagnostics;
using System.Globalization;
using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Benchmarks.Publishing;

/// <summary>
/// What the parts of a publication cost alone: one thread, nothing else under way, the same records. It says where the
/// processor time of the whole goes; what is left of it is the driver, the followers and the projection.
/// </summary>
internal static class ReleaseCost
{
    private const int Repeats = 300;

    /// <summary>A sentence for the note of the figure.</summary>
    public static async Task<string> MeasureAsync(BenchNode node)
    {
        var maker = new RecordMaker(node.Services);
        var entries = node.Get<EntryMaker>();
        var codec = node.Store.Codec;
        var submitted = Enumerable.Range(0, Repeats).Select(_ => maker.Submitted().State).ToList();
        var cleared = Enumerable.Range(0, Repeats).Select(_ => maker.Cleared().State).ToList();
        var released = new List<RecordReleased>();
        double sign = 0, decide = 0, entry = 0, encode = 0;
        for (var index = 0; index < Repeats; index++)
        {
            var start = Stopwatch.GetTimestamp();
            maker.Sign(submitted[index]);
            sign += Lap(ref start);
            released.Add(await maker.ReleasedAsync(cleared[index], "X1").ConfigureAwait(false));
            decide += Lap(ref start);
            _ = entries.Of(cleared[index], cleared[index].NewestCleared!, released[index]);
            entry += Lap(ref start);
            await codec.EncodeAsync("record-" + index, released[index], CancellationToken.None).ConfigureAwait(false);
            encode += Lap(ref start);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"parts alone on one thread: signing {sign / Repeats:0} µs (at clearance; a release signs nothing), "
            + $"deciding {decide / Repeats:0} µs (a command decides twice), entry {entry / Repeats:0} µs, event as "
            + $"JSON {encode / Repeats:0} µs; the rest of the processor time here is driver, followers, projection");
    }

    private static double Lap(ref long start)
    {
        var took = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        start = Stopwatch.GetTimestamp();
        return took;
    }
}
