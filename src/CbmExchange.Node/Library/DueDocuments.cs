using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Records;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Library;

/// <summary>
/// Own published documents to be looked at again: still valid? (domain.md §2.2, §4.24). Nothing ends by itself.
/// </summary>
internal sealed class DueDocuments(
    ReadModels models, RecordViews views, LibraryQuestions questions, Policies policies, TimeProvider time)
{
    /// <summary>Documents in one answer, and rows read at once.</summary>
    public const int DocumentsMax = 200;

    /// <summary>Pages read: own documents of which none was missed are fewer by far.</summary>
    private const int PagesMax = 500;

    /// <summary>The earliest first.</summary>
    public async Task<ListDueDocumentsResponse> AnswerAsync(OfficerCall call, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<DueDocument> due = [];
        var query = questions.Of(call, LibraryLine.IsOnShelf, DocumentsMax) with { HeldTypes = [] };
        for (var page = 0; page < PagesMax; page++)
        {
            var rows = await models.Library.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            due.AddRange(rows.Select(row => Of(row.Record, now)).OfType<DueDocument>());
            if (rows.Length < DocumentsMax)
            {
                break;
            }

            query = query with { After = rows[^1].Record.Place };
        }

        var first = due.OrderBy(one => one.ReviewBy).ThenBy(one => one.RecordId, StringComparer.Ordinal)
            .Take(DocumentsMax).ToList();
        return new ListDueDocumentsResponse
        {
            Facts = Views.Facts(models.CompleteAt, first.Count, []),
            Documents = { first },
        };
    }

    private DueDocument? Of(RecordRow row, DateTimeOffset now)
    {
        DateTimeOffset? reviewBy = row.State == "withdrawn"
            ? null
            : DocumentReview.DueAt(row.Content, row.ReleasedAt, policies);
        return ReviewReminder.Of(reviewBy, now) is not { } reminder
            ? null
            : new DueDocument
            {
                RecordId = row.Header.RecordId.Value,
                ReferenceNumber = row.ReferenceNumber ?? "",
                RecordType = row.Header.RecordType,
                Title = LibraryLine.Of(views.Of(row), row.Content.Claims).Title,
                ReviewBy = reminder.ReviewBy.ToTimestamp(),
                Reminder = reminder.Code,
                Sentence = reminder.Sentence,
            };
    }
}
