using System.Text;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Simulation.World;
using Google.Protobuf;

namespace CbmExchange.Simulation.Adversary;

/// <summary>Makes the altered message of an attack; null where the message offers no place for it.</summary>
internal sealed class Tampering(Chance chance)
{
    private static readonly FastSigningKey Stranger = new(KeyPurpose.Checkpoint, "a stranger"u8.ToArray());

    /// <summary>A copy that was tampered with.</summary>
    public FollowResponse? Of(string kind, FollowResponse genuine, PeerStreamId stream, DateTimeOffset now)
    {
        var message = genuine.Clone();
        switch (kind)
        {
            case AttackKinds.ForgedSignature:
                return With(message, Forge(CheckpointOf(message)));
            case AttackKinds.StrangersKey:
                return With(message, ByteString.CopyFrom(
                    StreamHeads.Sign(stream, CompactRange.Empty, now, Stranger)));
            case AttackKinds.GarbageCheckpoint:
                return With(message, ByteString.CopyFrom(chance.Bytes(chance.Below(200))));
            case AttackKinds.GarbageMessage:
                return new FollowResponse();
            default:
                return message.Batch is { } batch && OfBatch(kind, batch) ? message : null;
        }
    }

    private static ByteString CheckpointOf(FollowResponse message) =>
        message.Batch?.Checkpoint ?? message.CaughtUp?.Checkpoint ?? message.Heartbeat.Checkpoint;

    private static FollowResponse With(FollowResponse message, ByteString checkpoint)
    {
        switch (message.EventCase)
        {
            case FollowResponse.EventOneofCase.Batch:
                message.Batch.Checkpoint = checkpoint;
                break;
            case FollowResponse.EventOneofCase.CaughtUp:
                message.CaughtUp.Checkpoint = checkpoint;
                break;
            default:
                message.Heartbeat.Checkpoint = checkpoint;
                break;
        }

        return message;
    }

    private static ByteString Forge(ByteString note)
    {
        var text = note.ToStringUtf8().TrimEnd('\n');
        var start = text.LastIndexOf(' ') + 1;
        var signature = Convert.FromBase64String(text[start..]);
        signature[^1] ^= 1;
        return ByteString.CopyFrom(Encoding.UTF8.GetBytes($"{text[..start]}{Convert.ToBase64String(signature)}\n"));
    }

    private bool OfBatch(string kind, EntryBatch batch)
    {
        var entry = chance.Of(batch.Entries);
        switch (kind)
        {
            case AttackKinds.ChangedEntry:
                entry.Entry = Flip(entry.Entry);
                return true;
            case AttackKinds.SwappedEntries when batch.Entries.Count > 1:
                (batch.Entries[0], batch.Entries[^1]) = (batch.Entries[^1], batch.Entries[0]);
                return !batch.Entries[0].Entry.Equals(batch.Entries[^1].Entry);
            case AttackKinds.DroppedEntry:
                batch.Entries.RemoveAt(chance.Below(batch.Entries.Count));
                return true;
            case AttackKinds.AddedEntry:
                batch.Entries.Add(entry.Clone());
                return true;
            case AttackKinds.ShiftedIndex:
                batch.FirstIndex += chance.Below(9) - 4 is var shift && shift != 0 ? shift : 5;
                return true;
            case AttackKinds.OtherGeneration:
                batch.Generation += 1 + chance.Below(3);
                return true;
            case AttackKinds.TooMany:
                batch.Entries.Add(Enumerable.Repeat(entry, EnvelopeLimits.BatchEntriesMax));
                return true;
            case AttackKinds.TooLong:
                entry.Statement = ByteString.CopyFrom(new byte[EnvelopeLimits.SealedEntryBytesMax]);
                return true;
            case AttackKinds.ChangedStatement when !entry.Statement.IsEmpty:
                entry.Statement = chance.OneIn(3) ? ByteString.Empty : Flip(entry.Statement);
                return true;
            case AttackKinds.ChangedDisclosure when entry.Disclosures.Count > 0:
                entry.Disclosures[0] += "A";
                return true;
            default:
                return false;
        }
    }

    private ByteString Flip(ByteString bytes)
    {
        var copy = bytes.ToByteArray();
        copy[chance.Below(copy.Length)] ^= 0x55;
        return ByteString.CopyFrom(copy);
    }
}
