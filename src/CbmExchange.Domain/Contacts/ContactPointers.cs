using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// The contacts that a contact names to be tried in its place. Followed from one to the next, none may lead back: a
/// ladder that goes round in a circle ends nowhere (domain.md §4.6: cycle check).
/// </summary>
/// <param name="Targets">Field of the record, and the contact that it names.</param>
public sealed record ContactPointers(ImmutableDictionary<string, RecordId> Targets)
{
    /// <summary>Names nobody.</summary>
    public static ContactPointers None { get; } = new(ImmutableDictionary<string, RecordId>.Empty);

    /// <summary>Those that a content names.</summary>
    public static ContactPointers Of(RecordContent content)
    {
        var view = new ContactView(content);
        (string Field, RecordId? Target)[] all =
        [
            ("deputyContactId", view.Deputy), ("escalationNextId", view.EscalationNext),
            ("outOfHours", view.OutOfHours), ("replacementContactId", view.Replacement),
            ("successorContactId", view.Successor),
        ];
        return new ContactPointers(all.Where(pair => pair.Target is not null)
            .ToImmutableDictionary(pair => pair.Field, pair => pair.Target!.Value));
    }

    /// <summary>Each field that, followed from contact to contact, leads back.</summary>
    /// <param name="contact">The contact that names them.</param>
    /// <param name="own">What each other own contact names, as it was last written; none for an unknown one.</param>
    public IEnumerable<FieldFault> FaultsOf(RecordId contact, Func<RecordId, ContactPointers> own) =>
        Targets.Keys.Order(StringComparer.Ordinal).Where(field => LeadsBack(contact, field, own))
            .Select(field => new FieldFault(
                field, "Leads back to this contact when it is followed from contact to contact."));

    private bool LeadsBack(RecordId contact, string field, Func<RecordId, ContactPointers> own)
    {
        HashSet<RecordId> passed = [];
        RecordId? next = Targets[field];
        while (next is { } target && target != contact && passed.Add(target))
        {
            next = own(target).Targets.TryGetValue(field, out var further) ? further : null;
        }

        return next == contact;
    }
}
