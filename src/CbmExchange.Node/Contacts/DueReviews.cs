using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Library;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Contacts;

/// <summary>
/// Published contacts of this node whose review is due or overdue. The status report gives their number alone: a node
/// administrator reads no contact.
/// </summary>
internal sealed class DueReviews(ContactDirectory directory, TimeProvider time) : IHealthLines
{
    /// <inheritdoc/>
    public IEnumerable<string> Lines()
    {
        var all = Find();
        var overdue = all.Count(due => due.Reminder.Code == ReviewReminder.Overdue);
        if (all.Length > 0)
        {
            yield return $"contacts: {all.Length - overdue} reviews due within 30 days, {overdue} overdue; "
                + "`cbmx contact due` names them";
        }
    }

    /// <summary>The earliest first.</summary>
    public ListDueReviewsResponse Answer()
    {
        var response = new ListDueReviewsResponse();
        response.Reviews.AddRange(Find().Select(due => new DueReview
        {
            RecordId = due.Held.Row.Header.RecordId.Value,
            ReferenceNumber = due.Held.Contact.ReferenceNumber,
            Office = Texts.Best(due.Held.Contact.OfficeName, "en"),
            ReviewBy = due.Reminder.ReviewBy.ToTimestamp(),
            Reminder = due.Reminder.Code,
            Sentence = due.Reminder.Sentence,
        }));
        return response;
    }

    private ImmutableArray<(HeldContact Held, ReviewReminder Reminder)> Find()
    {
        var now = time.GetUtcNow();
        return
        [
            .. directory.All
                .Where(held => held.Row.IsOwn && held.IsOf(""))
                .Select(held => (held, ReviewReminder.Of(held.Entry.View.ReviewBy, now)))
                .Where(due => due.Item2 is not null)
                .Select(due => (due.held, due.Item2!))
                .OrderBy(due => due.Item2.ReviewBy)
                .ThenBy(due => due.held.Row.Header.RecordId.Value, StringComparer.Ordinal),
        ];
    }
}
