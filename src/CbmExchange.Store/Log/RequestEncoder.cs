using System.Text.Json;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Log;

/// <summary>Does in the caller's time whatever need not be done while the write lock is held.</summary>
internal sealed class RequestEncoder(
    EventCodec codec,
    Func<IReadOnlyCollection<PeerStreamId>, CancellationToken, Task> prepare,
    Func<PeerStreamId, CancellationToken, ValueTask<int>> numberOf,
    TimeProvider clock)
{
    public async ValueTask<EncodedRequest> EncodeAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        RequestRules.Check(request);
        var streams = new List<EncodedStream>(request.Streams.Length);
        foreach (var stream in request.Streams)
        {
            streams.Add(await EncodeAsync(stream, cancellationToken).ConfigureAwait(false));
        }

        await prepare([.. request.PeerEntries.Select(append => append.Stream)], cancellationToken)
            .ConfigureAwait(false);
        var outgoing = new List<(int, PeerAppend)>(request.PeerEntries.Length);
        foreach (var append in request.PeerEntries)
        {
            outgoing.Add((await numberOf(append.Stream, cancellationToken).ConfigureAwait(false), append));
        }

        var incoming = new List<(int, VerifiedBatch)>(request.Incoming.Length);
        foreach (var batch in request.Incoming)
        {
            incoming.Add((await numberOf(batch.Stream, cancellationToken).ConfigureAwait(false), batch));
        }

        return new EncodedRequest
        {
            CommandId = request.CommandId,
            Attempt = Guid.NewGuid(),
            At = Micros(clock.GetUtcNow()),
            Metadata = request.Metadata,
            HeadersJson = request.Metadata.Headers.Count == 0 ? null
                : JsonSerializer.Serialize(request.Metadata.Headers),
            Answer = request.Answer,
            Streams = streams,
            Outgoing = outgoing,
            Openings = request.Openings,
            Incoming = incoming,
            Evidence = request.Evidence,
            Bytes = RequestRules.BytesOf(request, streams),
        };
    }

    /// <summary>PostgreSQL keeps microseconds; a time reads the same from both stores.</summary>
    public static DateTimeOffset Micros(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private async ValueTask<EncodedStream> EncodeAsync(StreamAppend stream, CancellationToken cancellationToken)
    {
        var events = new List<EncodedEvent>(stream.Events.Length);
        foreach (var body in stream.Events)
        {
            events.Add(await codec.EncodeAsync(stream.StreamId, body, cancellationToken).ConfigureAwait(false));
        }

        return new EncodedStream(stream.StreamId, stream.Expected?.Value, events);
    }
}
