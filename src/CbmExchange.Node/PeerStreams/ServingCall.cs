using System.Threading.Channels;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Store;
using CbmExchange.Sync.Serving;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Drives the serving machine of one Follow call.</summary>
internal sealed class ServingCall(
    PeerStreamId stream, IServerStreamWriter<FollowResponse> writer, ServingParts parts)
{
    private static readonly PeerPageLimit PageLimit = new(
        EnvelopeLimits.BatchEntriesMax, EnvelopeLimits.BatchBytesMax - PeerStreamLimits.BatchFramingBytes);

    private readonly Channel<ServingInput> inbox = Channel.CreateBounded<ServingInput>(PeerStreamLimits.InboxCountMax);
    private readonly PackingChoice packing = new();
    private ServingState state = ServingState.Start;
    private CompactRange sent = CompactRange.Empty;
    private long headSize;
    private long takenAt;
    private bool isLive;
    private long sentAt = parts.Time.GetTimestamp();
    private Task sending = Task.CompletedTask;

    /// <summary>Entries that the peer has.</summary>
    public long Sent => state.Sent;

    /// <summary>When the peer last took a message; null when it took none yet.</summary>
    public DateTimeOffset? TakenAt =>
        Interlocked.Read(ref takenAt) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>
    /// Position of the log up to which the peer has all that was appended for it; null when it lacks something.
    /// </summary>
    public LogPosition? FetchedUpTo()
    {
        var seen = parts.Waker.SeenAt;
        return state.Sent >= parts.Waker.SizeOf(stream) ? seen : null;
    }

    /// <summary>Ends the call from outside.</summary>
    public void End(ServingInput reason) => _ = inbox.Writer.WriteAsync(reason).AsTask();

    /// <summary>Serves until the call ends; then throws the refusal that ends it.</summary>
    public async Task RunAsync(FollowRequest request, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var subscription = parts.Waker.Subscribe(stream, Hint);
        using var timer = parts.Time.CreateTimer(_ => Tick(), null, PeerStreamLimits.Tick, PeerStreamLimits.Tick);
        try
        {
            var head = await parts.Store.PeerStreams.RangeAsync(stream, ended.Token).ConfigureAwait(false);
            headSize = head.Size;
            var next = Step(new ServingInput.FollowRequested(
                request.Generation, request.AfterSize, stream.Generation, head.Size));
            await CarryAsync(next, ended.Token).ConfigureAwait(false);
            await foreach (var input in inbox.Reader.ReadAllAsync(ended.Token).ConfigureAwait(false))
            {
                await CarryAsync(Step(input), ended.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Hint(long size) => inbox.Writer.TryWrite(new ServingInput.AppendSignalled(size));

    // A hint that found the inbox full is made good here.
    private void Tick()
    {
        if (FetchedUpTo() is { } position)
        {
            parts.Fetched.Note(stream.Recipient, position);
        }

        Hint(parts.Waker.SizeOf(stream));
        inbox.Writer.TryWrite(parts.Waker.NewestGeneration(stream) > stream.Generation
            ? new ServingInput.NewerGeneration()
            : new ServingInput.TimePassed());
    }

    private ServingOutput? Step(ServingInput input)
    {
        var step = ServingMachine.Step(state, input, parts.Time.GetUtcNow());
        state = step.State;
        return step.Output;
    }

    private async Task CarryAsync(ServingOutput? output, CancellationToken cancellationToken)
    {
        while (output is ServingOutput.ReadPage read)
        {
            var entries = await parts.Store.PeerStreams
                .ReadAsync(stream, new(read.AfterSize), PageLimit, cancellationToken).ConfigureAwait(false);
            output = Step(new ServingInput.PageRead([.. StoredPages.Cut(entries).Select(StoredPages.Seal)]));
        }

        switch (output)
        {
            case ServingOutput.SendBatch send:
                Send(await BatchAsync(send, cancellationToken).ConfigureAwait(false), cancellationToken);
                break;
            case ServingOutput.SendCaughtUp send:
                isLive = true;
                var caughtUp = new CaughtUp { Checkpoint = await SignAsync(send.Size, cancellationToken)
                    .ConfigureAwait(false) };
                Send(new FollowResponse { CaughtUp = caughtUp }, cancellationToken);
                break;
            case ServingOutput.SendHeartbeat send:
                var heartbeat = new Heartbeat { Checkpoint = await SignAsync(send.Size, cancellationToken)
                    .ConfigureAwait(false) };
                Send(new FollowResponse { Heartbeat = heartbeat }, cancellationToken);
                break;
            case ServingOutput.End end:
                throw PeerRefusals.Of(end.Reason, headSize, parts.Waker.NewestGeneration(stream));
        }
    }

    private async Task<FollowResponse> BatchAsync(ServingOutput.SendBatch send, CancellationToken cancellationToken)
    {
        var batch = new EntryBatch { Generation = stream.Generation, FirstIndex = send.FirstIndex };
        batch.Entries.AddRange(send.Entries);
        batch.Checkpoint = await SignAsync(send.FirstIndex + send.Entries.Length, cancellationToken)
            .ConfigureAwait(false);
        return new FollowResponse { Batch = batch };
    }

    private async Task<ByteString> SignAsync(long size, CancellationToken cancellationToken)
    {
        if (sent.Size != size)
        {
            sent = await parts.Store.PeerStreams.EdgeAsync(stream, new(size), cancellationToken).ConfigureAwait(false);
        }

        return UnsafeByteOperations.UnsafeWrap(
            StreamHeads.Sign(stream, sent, parts.Time.GetUtcNow(), parts.Identity.CheckpointKeys));
    }

    private void Send(FollowResponse message, CancellationToken cancellationToken)
    {
        // The one before is done: the machine lets one message out at a time.
        sending = SendAsync(message, cancellationToken);
    }

    private async Task SendAsync(FollowResponse message, CancellationToken cancellationToken)
    {
        // Decision 0036: what comes live is as long as it is, whatever stands in it.
        writer.WriteOptions = isLive || !packing.IsWorthwhile ? new WriteOptions(WriteFlags.NoCompress) : null;
        await writer.WriteAsync(message, cancellationToken).ConfigureAwait(false);
        var before = Interlocked.Exchange(ref sentAt, parts.Time.GetTimestamp());
        if (message.Batch is { } batch && !isLive)
        {
            packing.Note(batch.CalculateSize(), parts.Time.GetElapsedTime(before, sentAt));
        }

        Interlocked.Exchange(ref takenAt, parts.Time.GetUtcNow().UtcTicks);
        await inbox.Writer.WriteAsync(new ServingInput.SentConfirmed(), cancellationToken).ConfigureAwait(false);
    }
}
