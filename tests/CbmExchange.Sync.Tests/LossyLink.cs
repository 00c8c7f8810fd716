using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Following;
using CbmExchange.Sync.Serving;
using Google.Protobuf;

namespace CbmExchange.Sync.Tests;

/// <summary>One served and one followed stream, and the bad line between them. A tick is a second.</summary>
internal sealed class LossyLink
{
    private readonly Random random;
    private readonly Queue<FollowResponse> wire = new();
    private readonly Queue<FollowerOutput> asked = new();
    private ServingState? serving;
    private long connection;
    private bool isHealed;
    private bool isConnectedTold;
    private bool isReading;
    private VerifiedBatch? storing;
    private DateTimeOffset now = TestStream.Start;

    public LossyLink(int seed, bool spoils)
    {
        random = new Random(seed);
        IsSpoiling = spoils;
        Source.With(random.Next(0, 30));
        Follower = FollowerState.Start(Source.Id, CompactRange.Empty);
        Give(new FollowerInput.PeerAdmitted(Source.Keys));
    }

    public TestStream Source { get; } = new();

    public FollowerState Follower { get; private set; }

    public List<SealedEntry> StoredEntries { get; } = [];

    public List<string> Alarms { get; } = [];

    public bool SpoilsAlways { get; init; }

    private bool IsSpoiling { get; }

    public void Heal()
    {
        isHealed = true;
        Give(new FollowerInput.FaultReleased());
    }

    public void AssertEqual()
    {
        Assert.Equal(Source.Size, Follower.Stored.Size);
        Assert.Equal(Source.Entries, StoredEntries);
        Assert.Equal(Source.Edge(Source.Size).Root(), Follower.Stored.Root());
    }

    public void Tick()
    {
        now += TimeSpan.FromSeconds(1);
        if (!isHealed && random.Next(4) == 0)
        {
            Source.Append();
        }

        Disturb();
        Serve(new ServingInput.AppendSignalled(Source.Size));
        Serve(new ServingInput.TimePassed());
        Give(new FollowerInput.TimePassed());
        for (var round = 0; round < 4; round++)
        {
            FinishStoring();
            Deliver();
        }
    }

    private bool Chance(int oneIn) => !isHealed && random.Next(oneIn) == 0;

    private void Disturb()
    {
        if (Chance(25))
        {
            Cut();
        }

        if (Chance(60))
        {
            // The follower's process dies: it knows what it stored, nothing else.
            Cut();
            storing = null;
            asked.Clear();
            var held = Source.Edge(StoredEntries.Count);
            Follower = FollowerState.Start(Source.Id, held) with { Connection = Follower.Connection };
            Give(new FollowerInput.PeerAdmitted(Source.Keys));
        }
    }

    private void Cut()
    {
        wire.Clear();
        serving = null;
        Give(new FollowerInput.StreamEnded(connection, "cut"));
    }

    private void FinishStoring()
    {
        if (storing is null || Chance(2))
        {
            return;
        }

        var batch = storing;
        storing = null;
        if (Chance(12))
        {
            Give(new FollowerInput.StoreRefused("full"));
            return;
        }

        Assert.Equal(StoredEntries.Count, batch.FirstIndex);
        StoredEntries.AddRange(batch.Entries.Select(entry => entry.Sealed));
        Give(new FollowerInput.StoredConfirmed(StoredEntries.Count));
    }

    private void Deliver()
    {
        if (serving is null)
        {
            return;
        }

        if (!isConnectedTold)
        {
            isConnectedTold = true;
            Give(new FollowerInput.Connected(connection));
        }

        if (!isReading || !wire.TryDequeue(out var message) || Chance(30))
        {
            return;
        }

        isReading = false;
        Serve(new ServingInput.SentConfirmed());
        Give(Input(Spoil(message)));
    }

    private FollowResponse Spoil(FollowResponse message)
    {
        if (!SpoilsAlways && !(IsSpoiling && Chance(20)))
        {
            return message;
        }

        if (message.Batch is { } batch)
        {
            var spoilt = batch.Clone();
            switch (random.Next(3))
            {
                case 0: spoilt.Entries.RemoveAt(0); break;
                case 1: spoilt.FirstIndex += random.Next(-1, 2) is var shift && shift != 0 ? shift : 5; break;
                default: spoilt.Checkpoint = ByteString.CopyFromUtf8("forged"); break;
            }

            return new FollowResponse { Batch = spoilt };
        }

        return new FollowResponse { Heartbeat = new Heartbeat { Checkpoint = ByteString.CopyFromUtf8("nonsense") } };
    }

    private FollowerInput Input(FollowResponse message) => message.EventCase switch
    {
        FollowResponse.EventOneofCase.Batch => new FollowerInput.BatchArrived(connection, message.Batch),
        FollowResponse.EventOneofCase.CaughtUp =>
            new FollowerInput.CaughtUpArrived(connection, message.CaughtUp.Checkpoint.Memory),
        _ => new FollowerInput.HeartbeatArrived(connection, message.Heartbeat.Checkpoint.Memory),
    };

    private void Give(FollowerInput input)
    {
        var step = FollowerMachine.Step(Follower, input, now);
        Follower = step.State;
        foreach (var output in step.Outputs)
        {
            asked.Enqueue(output);
        }

        while (asked.TryDequeue(out var output))
        {
            Carry(output);
        }
    }

    private void Carry(FollowerOutput output)
    {
        switch (output)
        {
            case FollowerOutput.OpenFollow open:
                (connection, isConnectedTold, isReading, serving) = (open.Connection, false, false, ServingState.Start);
                wire.Clear();
                Serve(new ServingInput.FollowRequested(
                    open.Generation, open.AfterSize, Source.Id.Generation, Source.Size));
                break;
            case FollowerOutput.ReadNext:
                isReading = true;
                break;
            case FollowerOutput.CloseFollow:
                serving = null;
                wire.Clear();
                break;
            case FollowerOutput.Store store:
                storing = store.Batch;
                break;
            case FollowerOutput.Alarm alarm:
                Alarms.Add(alarm.Name);
                break;
        }
    }

    private void Serve(ServingInput input)
    {
        if (serving is null)
        {
            return;
        }

        var step = ServingMachine.Step(serving, input, now);
        serving = step.State;
        switch (step.Output)
        {
            case ServingOutput.ReadPage read:
                Serve(new ServingInput.PageRead(Source.Page(read.AfterSize, random.Next(1, 8))));
                break;
            case ServingOutput.SendBatch send:
                wire.Enqueue(new FollowResponse { Batch = Source.Batch(send.FirstIndex, send.Entries.Length, now) });
                break;
            case ServingOutput.SendCaughtUp send:
                wire.Enqueue(new FollowResponse { CaughtUp =
                    new CaughtUp { Checkpoint = Source.Checkpoint(send.Size, now) } });
                break;
            case ServingOutput.SendHeartbeat send:
                wire.Enqueue(new FollowResponse { Heartbeat =
                    new Heartbeat { Checkpoint = Source.Checkpoint(send.Size, now) } });
                break;
            case ServingOutput.End:
                serving = null;
                Give(new FollowerInput.StreamEnded(connection, "ended"));
                break;
        }
    }
}
