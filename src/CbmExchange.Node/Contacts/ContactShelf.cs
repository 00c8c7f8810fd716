using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// The contacts of one participant: one writer, many readers. What readers see is put together at the first question
/// after a change, so that neither loading a hundred thousand contacts nor asking copies them each time.
/// </summary>
internal sealed class ContactShelf
{
    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, HeldContact> contacts = [];
    private ImmutableArray<HeldContact> all;

    /// <summary>As of one moment.</summary>
    public ImmutableArray<HeldContact> All
    {
        get
        {
            lock (gate)
            {
                return all.IsDefault ? all = [.. contacts.Values] : all;
            }
        }
    }

    /// <summary>Puts a contact in the place of what was held of it.</summary>
    public void Put(HeldContact contact)
    {
        lock (gate)
        {
            contacts[contact.Row.Header.RecordId] = contact;
            all = default;
        }
    }

    /// <summary>Takes one out.</summary>
    public void Remove(RecordId record)
    {
        lock (gate)
        {
            contacts.Remove(record);
            all = default;
        }
    }
}
