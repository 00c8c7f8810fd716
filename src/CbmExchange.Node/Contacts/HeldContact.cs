using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Contacts;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// A contact in the directory in memory. What a lookup asks of it is read from the record at the first lookup and kept
/// as long as the row; a row that changed, or whose persons were destroyed, is another contact.
/// </summary>
/// <param name="row">The record.</param>
internal sealed class HeldContact(RecordRow row)
{
    private ContactEntry? entry;
    private PointOfContact? contact;

    /// <summary>The record.</summary>
    public RecordRow Row => row;

    /// <summary>
    /// True for a contact of an exercise when that one is asked for, and for an actual one when none is: nobody is
    /// called in earnest at a number of an exercise.
    /// </summary>
    /// <param name="exerciseId">Empty: no exercise.</param>
    public bool IsOf(string exerciseId) => exerciseId.Length == 0
        ? row.Header.Context == "actual"
        : row.Header.Context == "exercise" && row.Header.ExerciseId == exerciseId;

    /// <summary>As it was disclosed; what was recorded here about reaching it is added by the directory.</summary>
    public ContactEntry Entry => LazyInitializer.EnsureInitialized(ref entry, () => new ContactEntry(
        row.Header.RecordId,
        row.Header.Originator,
        new ContactView(row.Content),
        IsWithdrawn: row.State == ContactDirectory.Withdrawn
    ));

    /// <summary>As it is shown. Parts of it stand in many answers at once: it MUST NOT be changed.</summary>
    public PointOfContact Contact => LazyInitializer.EnsureInitialized(
        ref contact, () => RecordSchemas.TryTo<PointOfContact>(row.Content) ?? new PointOfContact());
}
