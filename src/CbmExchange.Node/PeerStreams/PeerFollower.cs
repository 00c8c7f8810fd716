using System.Security.Cryptography;
using System.Threading.Channels;
using CbmExchange.Domain;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Sync.Following;

namespace CbmExchange.Node.PeerStreams;

/// <summary>Follows one peer: drives its <see cref="FollowerMachine"/> and carries out what it asks for.</summary>
internal sealed partial class PeerFollower : IAsyncDisposable
{
    private readonly Channel<FollowerInput> inbox =
        Channel.CreateBounded<FollowerInput>(PeerStreamLimits.InboxCountMax);
    private readonly CancellationTokenSource stopping = new();
    private readonly FollowerParts parts;
    private readonly FollowerStore storing;
    private readonly PeerSeat peer;
    private readonly PeerChannels.Loan way;
    private readonly ILogger log;
    private readonly Task running;
    private FollowerState? state;
    private FollowerConnection? connection;
    private (Guid Id, FollowerOutput.Stopped Stop)? unwritten;
    private Task work = Task.CompletedTask;

    /// <summary>Begins to follow.</summary>
    public PeerFollower(PeerSeat peer, FollowerParts parts)
    {
        (this.peer, this.parts) = (peer, parts);
        storing = new FollowerStore(parts.Store, parts.Time);
        way = parts.Channels.Borrow(peer);
        log = parts.Logs.CreateLogger<PeerFollower>();
        running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>True when it ended by a failure of its own and must be made anew.</summary>
    public bool HasFailed => running.IsCompleted;

    /// <summary>Hands in something that happened.</summary>
    public ValueTask GiveAsync(FollowerInput input, CancellationToken cancellationToken) =>
        inbox.Writer.WriteAsync(input, cancellationToken);

    /// <summary>Ends the connection, waits for what is being stored, then is done.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        way.Dispose();
        stopping.Dispose();
        parts.Board.Remove(peer.Participant);
    }

    private void Heard(ParticipantId caller)
    {
        if (caller == peer.Participant)
        {
            inbox.Writer.TryWrite(new FollowerInput.PeerHeard());
        }
    }

    private async Task RunAsync()
    {
        parts.Signs.OnHeard += Heard;
        using var timer = parts.Time.CreateTimer(
            _ => inbox.Writer.TryWrite(new FollowerInput.TimePassed()), null, PeerStreamLimits.Tick,
                PeerStreamLimits.Tick);
        try
        {
            await RunInboxAsync(stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (Exception fault)
        {
            // A bug or a broken store must not take the other peers down; the supervisor makes a new follower.
            Failed(log, peer.Participant.Value, fault);
        }
        finally
        {
            parts.Signs.OnHeard -= Heard;
            await CloseAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunInboxAsync(CancellationToken cancellationToken)
    {
        var streams = parts.Store.PeerStreams;
        var stream = await streams.NewestAsync(peer.Participant, parts.Identity.Participant, cancellationToken)
            .ConfigureAwait(false);
        var range = await streams.RangeAsync(stream, cancellationToken).ConfigureAwait(false);
        state = FollowerState.Start(stream, range) with { Fault = StoppedBefore(stream) };
        await StepAsync(new FollowerInput.PeerAdmitted(peer.Keys), cancellationToken).ConfigureAwait(false);
        await foreach (var input in inbox.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await StepAsync(input, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task StepAsync(FollowerInput input, CancellationToken cancellationToken)
    {
        if (input is FollowerInput.StreamEnded ended && ended.Connection == state!.Connection)
        {
            ConnectionEnded(log, peer.Participant.Value, ended.Reason);
        }

        var step = FollowerMachine.Step(state!, input, parts.Time.GetUtcNow());
        state = step.State;
        foreach (var output in step.Outputs)
        {
            await CarryAsync(output, cancellationToken).ConfigureAwait(false);
        }

        Report();
        await WriteStopAsync(cancellationToken).ConfigureAwait(false);
    }

    // A store that does not take it now is asked again with each tick; the peer is refused meanwhile all the same.
    private async Task WriteStopAsync(CancellationToken cancellationToken)
    {
        unwritten = state!.Fault is null ? null : unwritten;
        if (unwritten is { } stop
            && await storing.StopAsync(stop.Id, stop.Stop, cancellationToken).ConfigureAwait(false))
        {
            unwritten = null;
        }
    }

    private StreamFault? StoppedBefore(PeerStreamId stream) =>
        peer.Stopped is { } stopped && stopped.Generation == stream.Generation
            ? new StreamFault(
                stopped.FaultName, "The stream was stopped by this fault before.", ReadOnlyMemory<byte>.Empty)
            : null;

    private async Task CarryAsync(FollowerOutput output, CancellationToken cancellationToken)
    {
        switch (output)
        {
            case FollowerOutput.OpenFollow open:
                await CloseAsync().ConfigureAwait(false);
                connection = new FollowerConnection(open, way.Channel, inbox.Writer, cancellationToken);
                break;
            case FollowerOutput.ReadNext:
                connection?.ReadNext();
                break;
            case FollowerOutput.CloseFollow:
                await CloseAsync().ConfigureAwait(false);
                break;
            case FollowerOutput.Store store:
                work = StoreAsync(store.Batch);
                break;
            case FollowerOutput.Quarantine quarantine:
                await QuarantineAsync(quarantine, cancellationToken).ConfigureAwait(false);
                break;
            case FollowerOutput.ScheduleReconnect schedule:
                _ = parts.Time.CreateTimer(
                    _ => inbox.Writer.TryWrite(new FollowerInput.TimePassed()), null, Jittered(schedule.After),
                        Timeout.InfiniteTimeSpan);
                break;
            case FollowerOutput.Stopped stop:
                unwritten = (Guid.NewGuid(), stop);
                break;
            case FollowerOutput.Alarm alarm:
                Raise(alarm);
                break;
            case FollowerOutput.PhaseChanged changed:
                PhaseChanged(log, peer.Participant.Value, changed.Phase);
                break;
        }
    }

    // Nothing cancels between a durable append and its answer, so the store is not told of our stop.
    private async Task StoreAsync(VerifiedBatch batch)
    {
        FollowerInput answer;
        try
        {
            answer = await storing.StoreAsync(batch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is PeerStreamNotOpenException || StoreFaults.IsUnavailable(fault))
        {
            answer = new FollowerInput.StoreRefused(fault.GetType().Name);
        }

        if (answer is FollowerInput.StoreRefused refused)
        {
            StoreRefused(log, peer.Participant.Value, refused.Reason);
        }

        await inbox.Writer.WriteAsync(answer, stopping.Token).ConfigureAwait(false);
    }

    private async Task QuarantineAsync(FollowerOutput.Quarantine quarantine, CancellationToken cancellationToken)
    {
        if (!await storing.QuarantineAsync(quarantine.Stream, quarantine.Fault, cancellationToken)
            .ConfigureAwait(false))
        {
            StoreRefused(log, peer.Participant.Value, quarantine.Fault.Name);
        }
    }

    private void Raise(FollowerOutput.Alarm alarm)
    {
        if (alarm.Name is FollowerAlarms.ClockSkew or FollowerAlarms.PeerHeadBehind or FollowerAlarms.StoreUnavailable)
        {
            Notice(log, peer.Participant.Value, alarm.Name, alarm.Sentence);
        }
        else
        {
            StreamAlarm(log, peer.Participant.Value, alarm.Name, alarm.Sentence);
        }
    }

    private void Report() => parts.Board.Report(peer.Participant, new FollowerStatus(
        state!.Phase, state.Stream.Generation, state.Received.Size, state.Stored.Size,
        (state.Fault ?? state.PassingFault)?.Name ?? "",
        state.Connection == 0 ? null : state.HeardAt, state.Failures));

    private async Task CloseAsync()
    {
        if (connection is { } open)
        {
            connection = null;
            await open.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static TimeSpan Jittered(TimeSpan after) =>
        after * (1 + (RandomNumberGenerator.GetInt32(PeerStreamLimits.ReconnectJitterPercent + 1) / 100.0));
}
