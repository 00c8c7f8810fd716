using System.Collections.Concurrent;
using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Whom each own contact names to be tried in its place, as it was last written, drafts too: of two contacts that name
/// each other the second is refused, whichever is published first.
/// </summary>
internal sealed class OwnContactPointers : IMemoryTable
{
    private readonly ConcurrentDictionary<RecordId, ContactPointers> known = [];

    /// <summary>The refusal of a contact that these events write; null when there is none.</summary>
    public Refusal? RefusalOf(ImmutableArray<IEvent> events)
    {
        var faults = events.SelectMany(FaultsOf).ToArray();
        return faults.Length > 0 ? Refusal.Invalid(faults) : null;
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (Written(stored.Body) is var (record, content))
        {
            known[record] = ContactPointers.Of(content);
        }
    }

    private IEnumerable<FieldFault> FaultsOf(IEvent happened) =>
        Written(happened) is var (record, content)
            ? ContactPointers.Of(content).FaultsOf(
                record, other => known.GetValueOrDefault(other, ContactPointers.None))
            : [];

    private static (RecordId Record, RecordContent Content)? Written(IEvent happened) =>
        happened switch
        {
            RecordDrafted { Header.RecordType: RecordTypes.PointOfContact } one => (one.Header.RecordId, one.Content),
            RecordRevised { Header.RecordType: RecordTypes.PointOfContact } one => (one.Header.RecordId, one.Content),
            _ => null,
        };
}
