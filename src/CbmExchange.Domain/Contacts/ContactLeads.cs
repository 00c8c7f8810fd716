using System.Collections.Immutable;

namespace CbmExchange.Domain.Contacts;

/// <summary>
/// Who answers in the place of a desk that is asked for and does not: the crisis desk above its highest precedence,
/// whom it points to for a topic, its replacement, successor, deputy, and its contact for other hours. A contact is led
/// to once, so pointers that go round in a circle end by themselves; pointers to what is not held lead nowhere.
/// </summary>
internal sealed class ContactLeads(ContactEntry[] nominated, ContactQuestion question, Policies policies)
{
    private const string CrisisDesk = "crisis-duty-desk";

    private readonly Dictionary<RecordId, List<string>> reasons = [];
    private readonly Dictionary<ContactEntry, RankedContact> answering = new(ReferenceEqualityComparer.Instance);
    private Dictionary<RecordId, ContactEntry>? byId;

    /// <summary>All who answer, by themselves or in the place of another, each once.</summary>
    public IReadOnlyCollection<RankedContact> All()
    {
        var asked = new Queue<RankedContact>();
        foreach (var entry in nominated.Where(entry => ContactLookup.AnswersFor(entry.View, question)))
        {
            var isAccepted = ContactLookup.Accepts(entry.View, question);
            if (isAccepted && !ContactLookup.Declines(entry.View, question))
            {
                Take(entry, asked);
            }
        }

        foreach (var entry in nominated)
        {
            FollowRefused(entry, asked);
        }

        while (asked.TryDequeue(out var ranked))
        {
            FollowAnswering(ranked, asked);
        }

        return answering.Values;
    }

    /// <summary>Why a contact is led to; empty for one that answers by itself.</summary>
    public IEnumerable<string> ReasonsOf(RecordId contact) => reasons.GetValueOrDefault(contact, []);

    /// <summary>What a contact named is called; null when it is not held.</summary>
    public string? NameOf(RecordId? contact) => Find(contact) is { } entry ? NameOf(entry) : null;

    /// <summary>The contacts that a contact names, as far as they are held.</summary>
    public ImmutableArray<NamedContact> NamedBy(ContactEntry entry)
    {
        var view = entry.View;
        return
        [
            .. Named("replacement", view.Replacement), .. Named("successor", view.Successor),
            .. Named("deputy", view.Deputy), .. Named("out-of-hours", view.OutOfHours),
            .. Named("escalation-next", view.EscalationNext),
            .. view.NotFor.SelectMany(pointer => Named($"for {pointer.Topic}", pointer.Contact)),
        ];
    }

    private IEnumerable<NamedContact> Named(string relation, RecordId? contact) =>
        Find(contact) is { } entry ? [new NamedContact(relation, entry)] : [];

    private void FollowRefused(ContactEntry entry, Queue<RankedContact> asked)
    {
        var view = entry.View;
        foreach (var pointer in view.NotFor)
        {
            if (question.Topics.Contains(pointer.Topic))
            {
                Lead(pointer.Contact, $"answers for {pointer.Topic} in place of {NameOf(entry)}", asked);
            }
        }

        if (!ContactLookup.Accepts(view, question) && ContactLookup.AnswersFor(view, question))
        {
            var reason = $"takes {question.Precedence} in place of {NameOf(entry)}, which accepts up to "
                + view.MaxPrecedence;
            foreach (var desk in nominated.Where(other => other.View.Kinds.Contains(CrisisDesk)))
            {
                Lead(desk.RecordId, reason, asked);
            }
        }
    }

    private void FollowAnswering(RankedContact ranked, Queue<RankedContact> asked)
    {
        var (view, name) = (ranked.Entry.View, NameOf(ranked.Entry));
        if (ranked.Standing == ContactStanding.Unavailable)
        {
            Lead(view.Replacement, $"stands in for {name} until {ContactReasons.Day(view.Unavailable!.Until)}", asked);
        }

        if (view.Handover is { } handover && handover.From <= question.At)
        {
            Lead(view.Successor, $"follows {name} from {ContactReasons.Day(handover.From)}", asked);
        }

        if (ranked.IsOnDuty == false)
        {
            Lead(view.Deputy, $"deputy of {name}", asked);
            Lead(view.OutOfHours, $"answers for {name} at other hours", asked);
        }
    }

    private void Lead(RecordId? contact, string reason, Queue<RankedContact> asked)
    {
        if (Find(contact) is { } entry
            && ContactLookup.Accepts(entry.View, question) && !ContactLookup.Declines(entry.View, question))
        {
            if (!reasons.TryGetValue(entry.RecordId, out var known))
            {
                reasons[entry.RecordId] = known = [];
            }

            known.Add(reason);
            Take(entry, asked);
        }
    }

    private void Take(ContactEntry entry, Queue<RankedContact> asked)
    {
        if (!answering.ContainsKey(entry))
        {
            var ranked = new RankedContact(entry, question, policies);
            answering[entry] = ranked;
            asked.Enqueue(ranked);
        }
    }

    // Made at the first pointer: most States name few.
    private ContactEntry? Find(RecordId? contact) =>
        contact is { } id
            ? (byId ??= nominated.GroupBy(entry => entry.RecordId).ToDictionary(
                same => same.Key, same => same.First())).GetValueOrDefault(id)
            : null;

    private static string NameOf(ContactEntry entry) =>
        entry.View.Office ?? entry.View.ReferenceNumber ?? entry.RecordId.Value;
}
