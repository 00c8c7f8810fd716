using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Sync.Serving;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>
/// What the observer receives over one Follow: the real serving machine and real checkpoints on a given clock. Each
/// message is kept with the moment at which it went out.
/// </summary>
internal sealed class TwinServing
{
    private static readonly PeerStreamId Stream = new(TwinNode.Xa, TwinNode.Observer, 1);
    private static readonly FixedKey Key = new(KeyPurpose.Checkpoint);

    private readonly List<SealedEntry> entries = [];
    private readonly List<CompactRange> ranges = [CompactRange.Empty];
    private ServingState state = ServingState.Start;
    private DateTimeOffset now;

    /// <summary>Moment and bytes of every message.</summary>
    public List<(DateTimeOffset At, FollowResponse Message)> Sent { get; } = [];

    /// <summary>Entries in the stream.</summary>
    public int Count => entries.Count;

    public void Start(DateTimeOffset at)
    {
        now = at;
        Carry(new ServingInput.FollowRequested(0, 0, Stream.Generation, entries.Count));
    }

    /// <summary>The store has more for the observer; nobody else's entries come here.</summary>
    public void Append(ImmutableArray<NewPeerEntry> added)
    {
        foreach (var entry in added)
        {
            var sealedEntry = new SealedEntry
            {
                Entry = ByteString.CopyFrom(entry.Entry.Span),
                Statement = ByteString.CopyFrom(entry.Statement.Span),
            };
            sealedEntry.Disclosures.AddRange(entry.Disclosures);
            entries.Add(sealedEntry);
            ranges.Add(ranges[^1].Append([entry.LeafHash]));
        }
    }

    /// <summary>The clock moves, and the waker looks at the sizes as it does after every append of anyone.</summary>
    public void Tick(DateTimeOffset at)
    {
        now = at;
        Carry(new ServingInput.AppendSignalled(entries.Count));
        Carry(new ServingInput.TimePassed());
    }

    private void Carry(ServingInput input)
    {
        for (var next = (ServingInput?)input; next is not null;)
        {
            var step = ServingMachine.Step(state, next, now);
            state = step.State;
            next = step.Output is { } output ? Do(output) : null;
        }
    }

    private ServingInput Do(ServingOutput output)
    {
        switch (output)
        {
            case ServingOutput.ReadPage read:
                return new ServingInput.PageRead([.. entries.Skip((int)read.AfterSize).Take(3)]);
            case ServingOutput.SendBatch send:
                var batch = new EntryBatch { Generation = Stream.Generation, FirstIndex = send.FirstIndex };
                batch.Entries.AddRange(send.Entries);
                batch.Checkpoint = Sign(send.FirstIndex + send.Entries.Length);
                return Keep(new FollowResponse { Batch = batch });
            case ServingOutput.SendCaughtUp send:
                return Keep(new FollowResponse { CaughtUp = new CaughtUp { Checkpoint = Sign(send.Size) } });
            case ServingOutput.SendHeartbeat send:
                return Keep(new FollowResponse { Heartbeat = new Heartbeat { Checkpoint = Sign(send.Size) } });
            default:
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"The serving ended: {output}."));
        }
    }

    private ServingInput.SentConfirmed Keep(FollowResponse message)
    {
        Sent.Add((now, message));
        return new ServingInput.SentConfirmed();
    }

    private ByteString Sign(long size) =>
        ByteString.CopyFrom(StreamHeads.Sign(Stream, ranges[(int)size], now, Key));
}
