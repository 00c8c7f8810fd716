using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Own contacts that were ended, or withdrawn without that, and whose persons are still readable; until when, for each.
/// Beside them those that were revised.
/// </summary>
internal sealed class EndedContacts : IMemoryTable
{
    private volatile ImmutableDictionary<RecordId, DateTimeOffset> waiting =
        ImmutableDictionary<RecordId, DateTimeOffset>.Empty;

    private ImmutableHashSet<RecordId> contacts = [];
    private ImmutableDictionary<RecordId, DateTimeOffset> ends = ImmutableDictionary<RecordId, DateTimeOffset>.Empty;
    private volatile ImmutableHashSet<RecordId> revised = [];

    /// <summary>Contacts that read otherwise once: among their persons may be some that were replaced.</summary>
    public IEnumerable<RecordId> Revised => revised;

    /// <summary>Those whose time has passed, longest overdue first.</summary>
    public IEnumerable<RecordId> DueAt(DateTimeOffset now) =>
        waiting.Where(pair => pair.Value <= now).OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        switch (stored.Body)
        {
            case RecordDrafted { Header.RecordType: RecordTypes.PointOfContact } drafted:
                contacts = contacts.Add(drafted.Header.RecordId);
                break;
            case RecordRevised changed when contacts.Contains(changed.Header.RecordId):
                revised = revised.Add(changed.Header.RecordId);
                break;
            case ReleaseTakenBack { Header.RecordType: RecordTypes.PointOfContact } back:
                contacts = contacts.Add(back.RecordId);
                revised = revised.Add(back.RecordId);
                Wait(back.RecordId);
                break;
            case ContactEnded ended:
                End(ended.RecordId, ended.PersonalDataDestroyBy);
                break;
            case RecordWithdrawn withdrawn when contacts.Contains(withdrawn.RecordId):
                End(withdrawn.RecordId, withdrawn.At + Policies.Default.PersonalDataAfterEnd);
                break;
            case WithdrawalTakenBack back:
                End(back.RecordId, back.WithdrawnAt + Policies.Default.PersonalDataAfterEnd);
                break;
            case PersonalDataKeyDestroyed destroyed:
                waiting = waiting.Remove(destroyed.RecordId);
                revised = revised.Remove(destroyed.RecordId);
                break;
        }
    }

    // The first end counts. A withdrawal that came back can be that of a record which is not known here yet.
    private void End(RecordId record, DateTimeOffset destroyBy)
    {
        if (!ends.ContainsKey(record))
        {
            ends = ends.Add(record, destroyBy);
            Wait(record);
        }
    }

    // Persons who come back after theirs were destroyed are destroyed again.
    private void Wait(RecordId record)
    {
        if (contacts.Contains(record) && ends.TryGetValue(record, out var destroyBy))
        {
            waiting = waiting.SetItem(record, destroyBy);
        }
    }
}
