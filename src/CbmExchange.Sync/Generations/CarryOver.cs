using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Sync.Generations;

/// <summary>
/// Chooses with what a new generation of our stream begins: the present state of all that its recipient was given,
/// each thing once. Which entries the recipient lacks cannot be known after a loss; what it holds already tells it
/// nothing new. Guards:
/// of a record the newest version, as its newest entry gave it; of a withdrawn one the withdrawal alone;
/// a version that was widened or limited later is still said as it first was, so that a message stays a message and a
/// correction a correction; one that was narrowed stays narrowed;
/// every receipt and every key, in their order; no checkpoint-of-peer, which is about the present.
/// </summary>
public sealed class CarryOver
{
    private readonly SortedDictionary<long, CarriedEntry> kept = [];
    private readonly Dictionary<string, Known> records = new(StringComparer.Ordinal);

    /// <summary>What is said again, in the order in which it was said.</summary>
    public IReadOnlyCollection<CarriedEntry> Entries => kept.Values;

    /// <summary>Takes the next entry of the old generation; all of them, in their order.</summary>
    public void Take(long index, PeerEntry entry)
    {
        var carried = new CarriedEntry(index, entry.Kind, entry.ReplacesSha256);
        switch (entry.Kind)
        {
            case EntryKinds.CheckpointOfPeer:
                break;
            case EntryKinds.Receipt when entry.StatementSha256.IsEmpty:
            case EntryKinds.Key:
                kept.Add(index, carried);
                break;
            case EntryKinds.Withdrawn:
            case EntryKinds.Narrowed:
                Replace(entry, carried);
                break;
            case var kind when kind == EntryKinds.Receipt || EntryKinds.CarriesStatement(kind):
                Replace(entry, AsFirstSaid(entry, carried));
                break;
            default:
                kept.Add(index, carried);
                break;
        }
    }

    private CarriedEntry AsFirstSaid(PeerEntry entry, CarriedEntry carried) =>
        records.TryGetValue(entry.RecordId, out var known) && known.Version.Equals(entry.StatementSha256)
            && known.Carried.Kind is not (EntryKinds.Narrowed or EntryKinds.Withdrawn)
            ? known.Carried with { Index = carried.Index }
            : carried;

    private void Replace(PeerEntry entry, CarriedEntry carried)
    {
        if (records.TryGetValue(entry.RecordId, out var known))
        {
            kept.Remove(known.Carried.Index);
        }

        records[entry.RecordId] = new Known(entry.StatementSha256, carried);
        kept.Add(carried.Index, carried);
    }

    private sealed record Known(Google.Protobuf.ByteString Version, CarriedEntry Carried);
}
