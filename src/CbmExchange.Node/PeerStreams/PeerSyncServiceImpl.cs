using System.Collections.Concurrent;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Sync;
using CbmExchange.Sync.Serving;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Node.PeerStreams;

/// <summary>
/// What peers call (sync.proto). Guards: the caller is whom its certificate shows; it gets its own stream, its own
/// entries and the attachments disclosed to it; no head is signed before the comparison after a start.
/// </summary>
internal sealed partial class PeerSyncServiceImpl(
    ICallerPeer callers,
    PeerTable peers,
    ServingParts parts,
    HeadGate gate,
    PeerSigns signs,
    DisclosedAttachments attachments,
    IHostApplicationLifetime lifetime,
    ILogger<PeerSyncServiceImpl> log) : PeerSyncService.PeerSyncServiceBase
{
    // Decision 0036: back-fill alone is packed.
    private static readonly WriteOptions AsItIs = new(WriteFlags.NoCompress);

    // A service is made for each call by default; this one MUST be registered as a singleton.
    private readonly ConcurrentDictionary<ParticipantId, ServingCall> running = [];
    private readonly ConcurrentDictionary<ParticipantId, TakingBack> takingBack = [];

    /// <summary>Entries of our stream that a following peer has; null when it does not follow.</summary>
    public long? SentTo(ParticipantId peer) => running.TryGetValue(peer, out var call) ? call.Sent : null;

    /// <summary>When a peer last called, or took a message of a call; null when neither since the start.</summary>
    public DateTimeOffset? LastContactOf(ParticipantId peer)
    {
        var taken = running.TryGetValue(peer, out var call) ? call.TakenAt : null;
        var heard = signs.HeardAt(peer);
        return taken is null || heard > taken ? heard : taken;
    }

    /// <summary>Position of the log up to which a peer fetched all that is for it; null when not known.</summary>
    public LogPosition? FetchedUpTo(ParticipantId peer)
    {
        if (running.TryGetValue(peer, out var call) && call.FetchedUpTo() is { } position)
        {
            parts.Fetched.Note(peer, position);
        }

        return parts.Fetched.Of(peer);
    }

    /// <inheritdoc/>
    public override async Task Follow(
        FollowRequest request, IServerStreamWriter<FollowResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller(context);
        await WaitForGateAsync(caller, context.CancellationToken).ConfigureAwait(false);

        // Asked behind the gate: it may have opened because a new generation was, and a head of the one before must
        // never be signed again.
        var stream = await parts.Store.PeerStreams
            .NewestAsync(parts.Identity.Participant, caller, context.CancellationToken).ConfigureAwait(false);
        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);

        var call = new ServingCall(stream, responseStream, parts);
        running.AddOrUpdate(caller, call, (_, older) =>
        {
            older.End(new ServingInput.NewerFollow());
            return call;
        });
        using var shutdown = lifetime.ApplicationStopping.Register(() => call.End(new ServingInput.Shutdown()));
        Began(log, caller.Value, request.AfterSize);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var watching = WatchSeatAsync(caller, call, context, ended.Token);
        try
        {
            await call.RunAsync(request, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The peer hung up: the ordinary end of a follow.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.TryRemove(new KeyValuePair<ParticipantId, ServingCall>(caller, call));
            Ended(log, caller.Value);
        }
    }

    /// <inheritdoc/>
    public override async Task<HeldHeadResponse> HeldHead(HeldHeadRequest request, ServerCallContext context)
    {
        context.WriteOptions = AsItIs;
        var caller = Caller(context);
        var stream = await parts.Store.PeerStreams
            .NewestAsync(caller, parts.Identity.Participant, context.CancellationToken).ConfigureAwait(false);
        var head = await parts.Store.PeerStreams.HeadAsync(stream, context.CancellationToken).ConfigureAwait(false);
        return new HeldHeadResponse { Checkpoint = ByteString.CopyFrom(head is null ? [] : head.Checkpoint.Span) };
    }

    /// <inheritdoc/>
    public override async Task TakeBack(
        TakeBackRequest request, IServerStreamWriter<TakeBackResponse> responseStream, ServerCallContext context)
    {
        var caller = Caller(context);
        if (request.AfterSize < 0 || request.Generation < 1)
        {
            throw PeerRefusals.Invalid(
                new FieldFault("afterSize", "Generation is at least 1 and size is not negative."));
        }

        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        using var replaced = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        var mine = new TakingBack(replaced);
        takingBack.AddOrUpdate(caller, mine, (_, older) =>
        {
            older.Replace();
            return mine;
        });
        try
        {
            var batches = HeldBatches.ReadAsync(
                parts.Store, new(caller, parts.Identity.Participant, request.Generation), request.AfterSize,
                    replaced.Token);
            await foreach (var batch in batches.ConfigureAwait(false))
            {
                await responseStream.WriteAsync(new TakeBackResponse { Batch = batch }, replaced.Token)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw PeerRefusals.TakeBackReplaced();
        }
        finally
        {
            mine.Done();
            takingBack.TryRemove(new KeyValuePair<ParticipantId, TakingBack>(caller, mine));
        }
    }

    /// <inheritdoc/>
    public override async Task FetchAttachment(
        FetchAttachmentRequest request, IServerStreamWriter<FetchAttachmentResponse> responseStream,
            ServerCallContext context)
    {
        context.WriteOptions = AsItIs;
        var caller = Caller(context);
        if (request.Sha256.Length != 32 || request.OffsetBytes < 0)
        {
            throw PeerRefusals.Invalid(
                new FieldFault("sha256", "The hash has 32 bytes and the offset is not negative."));
        }

        // Accepted at once: how long the look for it takes is no reason to try elsewhere.
        await context.WriteResponseHeadersAsync([]).ConfigureAwait(false);
        await attachments.ServeAsync(
            caller, ContentHash.FromBytes(request.Sha256.Span), request.OffsetBytes, responseStream,
                context.CancellationToken)
            .ConfigureAwait(false);
    }

    // A peer that was paused, whose root was removed or whose descriptor or certificate expired is not served on: the
    // call ends like at any stop, and the next one is refused at the door.
    private async Task WatchSeatAsync(
        ParticipantId caller, ServingCall call, ServerCallContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = peers.Changed;
            if (callers.CallerOf(context) != caller)
            {
                call.End(new ServingInput.Shutdown());
                return;
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(PeerStreamLimits.SeatCheckEvery, parts.Time, pause.Token))
                .ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private ParticipantId Caller(ServerCallContext context)
    {
        var caller = callers.CallerOf(context) ?? throw PeerRefusals.NotAdmitted();
        signs.Heard(caller);
        return caller;
    }

    private async Task WaitForGateAsync(ParticipantId caller, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SyncLimits.HeadGateMax, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await gate.WaitAsync(caller, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw PeerRefusals.NotCompared();
        }
    }

    // One at a time and peer: each reads a whole stream of ours.
    private sealed class TakingBack(CancellationTokenSource replaced)
    {
        private readonly Lock gate = new();
        private bool isDone;

        public void Replace()
        {
            lock (gate)
            {
                if (!isDone)
                {
                    replaced.Cancel();
                }
            }
        }

        public void Done()
        {
            lock (gate)
            {
                isDone = true;
            }
        }
    }
}
