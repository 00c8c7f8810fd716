namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>The one order of digests in an entry: bytewise, each once.</summary>
internal static class EntryDisclosures
{
    public static readonly Comparer<byte[]> Bytewise =
        Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    public static bool IsSortedWithoutRepeats(IReadOnlyList<byte[]> digests) =>
        digests.Zip(digests.Skip(1)).All(pair => Bytewise.Compare(pair.First, pair.Second) < 0);
}
