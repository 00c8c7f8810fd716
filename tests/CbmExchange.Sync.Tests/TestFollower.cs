using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Following;
using Google.Protobuf;

namespace CbmExchange.Sync.Tests;

/// <summary>A follower whose outputs are collected; its clock moves only when told.</summary>
internal sealed class TestFollower
{
    private readonly TestStream source;

    public TestFollower(TestStream source, bool admitted = true)
    {
        this.source = source;
        State = FollowerState.Start(source.Id, CompactRange.Empty);
        if (admitted)
        {
            Give(new FollowerInput.PeerAdmitted(source.Keys));
        }
    }

    /// <summary>One whose stream was stopped before the start.</summary>
    public TestFollower(TestStream source, StreamFault stopped)
        : this(source, admitted: false)
    {
        State = State with { Fault = stopped };
        Give(new FollowerInput.PeerAdmitted(source.Keys));
    }

    public FollowerState State { get; private set; }

    public DateTimeOffset Now { get; set; } = TestStream.Start;

    public List<FollowerOutput> Outputs { get; } = [];

    public IEnumerable<string> Alarms => Outputs.OfType<FollowerOutput.Alarm>().Select(alarm => alarm.Name);

    public FollowerOutput.OpenFollow LastOpen => Outputs.OfType<FollowerOutput.OpenFollow>().Last();

    public TimeSpan LastWait => Outputs.OfType<FollowerOutput.ScheduleReconnect>().Last().After;

    public TestFollower Give(FollowerInput input)
    {
        var step = FollowerMachine.Step(State, input, Now);
        State = step.State;
        Outputs.AddRange(step.Outputs);
        return this;
    }

    public TestFollower Connect() => Give(new FollowerInput.Connected(State.Connection));

    public TestFollower Batch(EntryBatch batch) => Give(new FollowerInput.BatchArrived(State.Connection, batch));

    public TestFollower Batch(long first, int count) => Batch(source.Batch(first, count, Now));

    public TestFollower CaughtUp(long size) => CaughtUp(source.Checkpoint(size, Now));

    public TestFollower CaughtUp(ByteString checkpoint) =>
        Give(new FollowerInput.CaughtUpArrived(State.Connection, checkpoint.Memory));

    public TestFollower Heartbeat(ByteString checkpoint) =>
        Give(new FollowerInput.HeartbeatArrived(State.Connection, checkpoint.Memory));

    public TestFollower Store() => Give(new FollowerInput.StoredConfirmed(State.Unstored.Peek().Head.Range.Size));

    public TestFollower End() => Give(new FollowerInput.StreamEnded(State.Connection, "UNAVAILABLE"));

    public TestFollower After(TimeSpan time)
    {
        Now += time;
        return Give(new FollowerInput.TimePassed());
    }

    /// <summary>Follows to the end of the source.</summary>
    public TestFollower GoLive()
    {
        Connect();
        if (source.Size > State.Stored.Size)
        {
            Batch(State.Stored.Size, (int)(source.Size - State.Stored.Size)).Store();
        }

        return CaughtUp(source.Size);
    }
}
