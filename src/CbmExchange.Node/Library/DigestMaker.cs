using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Store.Documents;
using CbmExchange.Store.Readings;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Library;

/// <summary>
/// What changed since a moment, by measure (domain.md §5.2, J6): only what was released to this node.
/// </summary>
internal sealed class DigestMaker(
    ReadModels models,
    RecordViews views,
    LibraryQuestions questions,
    ParticipantTable participants,
    ExportFooters footers,
    TimeProvider time)
{
    /// <summary>Changes of one digest: more than a meeting reads, and an answer of a few MiB.</summary>
    public const int ChangesMax = 2_000;

    /// <summary>Rows read at once.</summary>
    private const int PageRows = 200;

    /// <summary>The answer.</summary>
    public async Task<ReadDigestResponse> AnswerAsync(
        OfficerCall call, ReadDigestRequest request, CancellationToken cancellationToken)
    {
        var query = questions.Of(call, IsInDigest, PageRows) with
        {
            ChangedSince = SinceOf(request),
            Originators = MembersOf(request.Body),
        };
        var rows = await ReadAsync(query, cancellationToken).ConfigureAwait(false);
        var changes = rows.Take(ChangesMax)
            .OrderBy(row => row.ChangedAt).ThenBy(row => row.Record.Header.RecordId.Value, StringComparer.Ordinal)
            .SelectMany(row => MeasuresOf(row).Select(measure => (Measure: measure, Change: ChangeOf(row))))
            .ToLookup(one => one.Measure, one => one.Change);
        var labels = rows.Select(row => row.Record.Marking?.Tlp ?? "").ToList();
        return new ReadDigestResponse
        {
            Facts = Views.Facts(models.CompleteAt, Math.Min(rows.Count, ChangesMax), labels),
            Groups = { Groups(changes) },
            IsCut = rows.Count > ChangesMax,
            Footer = footers.Of(models.CompleteAt, labels),
        };
    }

    // In the order of the catalogues; measures of none of them after those, and what serves none last.
    private static IEnumerable<DigestGroup> Groups(ILookup<string, DigestChange> changes)
    {
        var known = MeasureTable.Measures("").Measures.ToDictionary(
            measure => $"{measure.Catalogue}:{measure.Number}", measure => measure.Gist);
        var others = changes.Select(group => group.Key).Where(key => key.Length > 0 && !known.ContainsKey(key));
        return known.Keys.Concat(others.Order(StringComparer.Ordinal)).Append("")
            .Where(changes.Contains)
            .Select(measure => new DigestGroup
            {
                Measure = measure,
                Gist = known.GetValueOrDefault(measure, ""),
                Changes = { changes[measure] },
            });
    }

    private async Task<List<LibraryRow>> ReadAsync(LibraryQuery query, CancellationToken cancellationToken)
    {
        List<LibraryRow> rows = [];
        while (rows.Count <= ChangesMax)
        {
            var page = await models.Library.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Where(row => row.Record.Header.Context == "actual"));
            if (page.Length < PageRows)
            {
                break;
            }

            query = query with { After = page[^1].Record.Place };
        }

        return rows;
    }

    private DigestChange ChangeOf(LibraryRow row) => new()
    {
        Change = row.Change,
        At = row.ChangedAt.ToTimestamp(),
        Item = LibraryLine.Of(views.Of(row.Record), row.Record.Content.Claims),
    };

    // What the author says it reports under; where the author does not say, what the type serves.
    private static IEnumerable<string> MeasuresOf(LibraryRow row)
    {
        var stated = LibraryLine.WordsOf(row.Record.Content.Claims, "reportsUnder");
        return stated.Count > 0 ? stated.Distinct()
            : RecordCatalogue.Find(row.Record.Header.RecordType) is { Measures.IsEmpty: false } type ? type.Measures
            : [""];
    }

    private static bool IsInDigest(string recordType) =>
        RecordCatalogue.Find(recordType) is { Family: RecordFamily.Document or RecordFamily.Contact };

    private DateTimeOffset SinceOf(ReadDigestRequest request) =>
        request.Since?.ToDateTimeOffset()
        ?? throw RefusalStatus.ToException(Refusal.Invalid([new FieldFault("since", "Is required.")]));

    private ParticipantId[]? MembersOf(string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        var known = participants.State.ResolveBody(body)
            ?? throw RefusalStatus.ToException(Refusal.Invalid(
                [new FieldFault("body", "Give the acronym, id or name of one body of this instance.")]));
        return [.. participants.State.MembersAsOf(known.Body, time.GetUtcNow())];
    }
}
