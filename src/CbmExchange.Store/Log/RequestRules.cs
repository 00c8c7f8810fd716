using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Log;

/// <summary>What a request must be before anything is done with it. Breaking one is a bug of the caller.</summary>
internal static class RequestRules
{
    public static void Check(AppendRequest request)
    {
        Require(request.CommandId != Guid.Empty, "A request has a command id.");
        Require(!request.Streams.IsDefaultOrEmpty, "A request has at least one event.");
        Require(request.Streams.All(stream => !stream.Events.IsDefaultOrEmpty), "Each stream gets at least one event.");
        Require(request.Streams.All(stream => stream.StreamId.Length is > 0 and <= StoreLimits.StreamIdLengthMax),
            Text($"A stream id has 1 to {StoreLimits.StreamIdLengthMax} characters."));
        Require(AreDistinct(request.Streams, stream => stream.StreamId), "A request names each stream once.");
        Require(request.Streams.Sum(stream => (long)stream.Events.Length) <= StoreLimits.AppendEventCountMax,
            Text($"A request has at most {StoreLimits.AppendEventCountMax} events."));
        Require((request.Answer?.Length ?? 0) <= StoreLimits.AnswerLengthMax,
            Text($"An answer has at most {StoreLimits.AnswerLengthMax} characters."));
        CheckPeerEntries(request);
        CheckOpenings(request);
        Require(request.Evidence.All(one => one.Sentence.Length <= StoreLimits.EvidenceSentenceLengthMax),
            Text($"The sentence of evidence has at most {StoreLimits.EvidenceSentenceLengthMax} characters."));
    }

    public static long BytesOf(AppendRequest request, IEnumerable<EncodedStream> streams)
    {
        var bytes = streams.Sum(stream => stream.Events.Sum(one => (long)one.Json.Length))
            + request.PeerEntries.Sum(append => BytesOf(append.Entries))
            + request.Incoming.Sum(batch => batch.Entries.Sum(entry => (long)entry.Sealed.CalculateSize()))
            + request.Evidence.Sum(one => (long)Math.Min(one.Bytes.Length, StoreLimits.EvidenceBytesMax));
        Require(bytes <= StoreLimits.AppendRequestBytesMax,
            Text($"A request has at most {StoreLimits.AppendRequestBytesMax} bytes."));
        var opening = request.Openings.Sum(one => BytesOf(one.Entries));
        Require(opening <= StoreLimits.OpeningBytesMax,
            Text($"New generations begin with at most {StoreLimits.OpeningBytesMax} bytes."));
        return bytes + opening;
    }

    /// <summary>Bytes of entries as they are counted here.</summary>
    public static long BytesOf(IEnumerable<NewPeerEntry> entries) => entries.Sum(entry =>
        (long)entry.Entry.Length + entry.Statement.Length + entry.Disclosures.Sum(text => text.Length));

    private static void CheckPeerEntries(AppendRequest request)
    {
        Require(request.PeerEntries.All(append => !append.Entries.IsDefaultOrEmpty), "Each peer stream gets an entry.");
        Require(AreDistinct(request.PeerEntries, append => append.Stream), "A request names each peer stream once.");
        Require(AreDistinct(request.Incoming, batch => batch.Stream),
            "A request stores one batch of each peer stream.");
        Require(!request.PeerEntries.Select(append => append.Stream)
            .Intersect(request.Incoming.Select(one => one.Stream)).Any(),
            "A peer stream is ours or a peer's, not both.");
        Require(request.Incoming.All(batch => batch.Head.Range.Size == batch.FirstIndex + batch.Entries.Length),
            "A batch ends at its head.");
        Require(request.PeerEntries.Sum(append => (long)append.Entries.Length)
            + request.Incoming.Sum(batch => (long)batch.Entries.Length) <= StoreLimits.AppendEntryCountMax,
            Text($"A request has at most {StoreLimits.AppendEntryCountMax} entries."));
    }

    private static void CheckOpenings(AppendRequest request)
    {
        Require(request.Openings.All(one => one.Stream.Generation > 1), "A generation is opened from the second on.");
        Require(AreDistinct(request.Openings, one => PairOf(one.Stream)),
            "A request opens one generation of a stream.");
        Require(!request.Openings.Select(one => PairOf(one.Stream))
            .Intersect(request.PeerEntries.Select(append => PairOf(append.Stream))).Any(),
            "What a generation begins with is given with its opening.");
        Require(request.Openings.Sum(one => (long)one.Entries.Length) <= StoreLimits.OpeningEntryCountMax,
            Text($"New generations begin with at most {StoreLimits.OpeningEntryCountMax} entries."));
    }

    private static (ParticipantId Originator, ParticipantId Recipient) PairOf(PeerStreamId stream) =>
        (stream.Originator, stream.Recipient);

    private static bool AreDistinct<T, TKey>(IReadOnlyCollection<T> items, Func<T, TKey> key) =>
        items.Select(key).Distinct().Count() == items.Count;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new ArgumentException(sentence);
        }
    }
}
