using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Own contacts that were ended and whose persons are still readable; until when, for each.</summary>
internal sealed class EndedContacts : IMemoryTable
{
    private volatile ImmutableDictionary<RecordId, DateTimeOffset> waiting =
        ImmutableDictionary<RecordId, DateTimeOffset>.Empty;

    /// <summary>Those whose time has passed, longest overdue first.</summary>
    public IEnumerable<RecordId> DueAt(DateTimeOffset now) =>
        waiting.Where(pair => pair.Value <= now).OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored) =>
        waiting = stored.Body switch
        {
            ContactEnded ended => waiting.SetItem(ended.RecordId, ended.PersonalDataDestroyBy),
            PersonalDataKeyDestroyed destroyed => waiting.Remove(destroyed.RecordId),
            _ => waiting,
        };
}
