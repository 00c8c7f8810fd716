namespace CbmExchange.Store.Log;

/// <summary>
/// Picks from the queue what may share one transaction: requests that touch different streams and commands. What is
/// left behind blocks its streams for those after it, so that nobody overtakes on the same stream. One that opens a
/// generation goes alone: no entry may reach the generation before it in the transaction that closes that one.
/// </summary>
internal static class BatchPicker
{
    /// <summary>
    /// Takes the picked ones out of <paramref name="waiting"/>, and those given up, which block nobody: an empty answer
    /// means that nobody waits any more.
    /// </summary>
    /// <param name="waiting">In the order in which they were given.</param>
    public static List<PendingAppend> Pick(List<PendingAppend> waiting)
    {
        var picked = new List<PendingAppend>();
        var left = new List<PendingAppend>();
        var used = new HashSet<(char Kind, string Name)>();
        var bytes = 0L;
        foreach (var pending in waiting)
        {
            var fits = picked.Count == 0 || (picked.Count < StoreLimits.AppendBatchCountMax
                && bytes + pending.Request.Bytes <= StoreLimits.AppendBatchBytesMax
                && !IsAlone(pending) && !IsAlone(picked[0]));
            var names = NamesOf(pending.Request);
            if (!fits || names.Exists(used.Contains))
            {
                left.Add(pending);
                used.UnionWith(names);
            }
            else if (pending.TryTake())
            {
                picked.Add(pending);
                used.UnionWith(names);
                bytes += pending.Request.Bytes;
            }
        }

        waiting.Clear();
        waiting.AddRange(left);
        return picked;
    }

    private static bool IsAlone(PendingAppend pending) => pending.Request.Openings.Count > 0;

    /// <summary>
    /// Own peer streams may be shared: their indices are drawn in the transaction, in the order of requests.
    /// </summary>
    private static List<(char Kind, string Name)> NamesOf(EncodedRequest request) =>
    [
        ('c', request.CommandId.ToString("N")),
        .. request.Streams.Select(stream => ('s', stream.StreamId)),
        .. request.Incoming.Select(batch => ('p', batch.Batch.Stream.Origin)),
    ];
}
