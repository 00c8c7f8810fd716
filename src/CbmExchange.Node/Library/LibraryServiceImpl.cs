using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Reference;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Reference;
using Grpc.Core;

namespace CbmExchange.Node.Library;

/// <summary>Documents released to this node, its own, and public reference data; each with its provenance.</summary>
internal sealed class LibraryServiceImpl(
    ReadModels models,
    RecordViews views,
    ReferenceStates states,
    LibraryQuestions questions,
    StateComparison comparison,
    DigestMaker digests,
    DueDocuments due
) : LibraryService.LibraryServiceBase
{
    /// <summary>Characters of a query; more is no search.</summary>
    public const int QueryLengthMax = 200;

    private static readonly string[] Shelves = ["documents", "strategies", "incidents"];

    /// <inheritdoc/>
    public override Task<ListRecordTypesResponse> ListRecordTypes(
        ListRecordTypesRequest request, ServerCallContext context) => Task.FromResult(MeasureTable.Types());

    /// <inheritdoc/>
    public override Task<ListMeasuresResponse> ListMeasures(ListMeasuresRequest request, ServerCallContext context) =>
        Task.FromResult(MeasureTable.Measures(request.Catalogue));

    /// <inheritdoc/>
    public override Task<ListPhrasesResponse> ListPhrases(ListPhrasesRequest request, ServerCallContext context) =>
        Task.FromResult(PhraseTable.Phrases(request.Phrase) ?? throw RefusalStatus.ToException(Refusal.NotFound));

    /// <inheritdoc/>
    public override Task<ListCodesResponse> ListCodes(ListCodesRequest request, ServerCallContext context) =>
        Task.FromResult(CodeTable.Of(request));

    /// <inheritdoc/>
    public override Task<CompareStatesResponse> CompareStates(
        CompareStatesRequest request, ServerCallContext context) =>
        comparison.AnswerAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ReadDigestResponse> ReadDigest(ReadDigestRequest request, ServerCallContext context) =>
        digests.AnswerAsync(OfficerCall.Of(context), request, context.CancellationToken);

    /// <inheritdoc/>
    public override Task<ListDueDocumentsResponse> ListDueDocuments(
        ListDueDocumentsRequest request, ServerCallContext context) =>
        due.AnswerAsync(OfficerCall.Of(context), context.CancellationToken);

    /// <inheritdoc/>
    public override async Task<SearchLibraryResponse> SearchLibrary(
        SearchLibraryRequest request,
        ServerCallContext context
    )
    {
        Check(request);
        var call = OfficerCall.Of(context);
        var size = Views.PageSize(request.PageSize);
        var asked = ContextAsked.Of(request.Context, request.ExerciseId);
        // Reference data has no record types, no exercises and no filters: who asks for one means records.
        string[] shelves = request.RecordType.Length > 0 || asked.Context != ContextAsked.Actual
            || LibraryQuestions.HasFilters(request) ? ["documents"]
            : request.Shelf.Length == 0 ? Shelves
            : [request.Shelf];
        var words = request.Query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var response = new SearchLibraryResponse();
        var place = ShelfPlace.Read(request.PageToken, shelves.Length);
        while (place.Shelf < shelves.Length)
        {
            var wanted = size - response.Items.Count;
            var (found, next) = await ReadAsync(
                call, shelves[place.Shelf], request, words, place, wanted,
                context.CancellationToken).ConfigureAwait(false);
            response.Items.AddRange(found);
            if (next is not null)
            {
                response.NextPageToken = next.Token;
                break;
            }

            place = new ShelfPlace(place.Shelf + 1);
        }

        response.Facts = Views.Facts(models.CompleteAt, response.Items.Count, response.Items.Select(item => item.Tlp));
        return response;
    }

    private static void Check(SearchLibraryRequest request)
    {
        List<FieldFault> faults = [.. LibraryQuestions.Faults(request)];
        if (request.Query.Length > QueryLengthMax)
        {
            faults.Add(new FieldFault("query", "Give at most 200 characters."));
        }

        if (request.Shelf.Length > 0 && !Shelves.Contains(request.Shelf))
        {
            faults.Add(new FieldFault("shelf", "Give documents, strategies, incidents, or nothing for all."));
        }

        if (request.RecordType.Length > 0 && !LibraryLine.IsOnShelf(request.RecordType))
        {
            faults.Add(new FieldFault("record_type", "Give a type of the library; ListRecordTypes lists them."));
        }

        if (request.RecordType.Length > 0 && request.Shelf is not ("" or "documents"))
        {
            faults.Add(new FieldFault("shelf", "Record types stand on the shelf of documents only."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }

    // One more than wanted is read: it tells whether another page follows. Next is null when the shelf ends.
    private async Task<(IEnumerable<LibraryItem> Found, ShelfPlace? Next)> ReadAsync(
        OfficerCall call,
        string shelf,
        SearchLibraryRequest request,
        string[] words,
        ShelfPlace place,
        int wanted,
        CancellationToken cancellationToken
    )
    {
        if (shelf == "documents")
        {
            return await ReadDocumentsAsync(call, request, words, place, wanted, cancellationToken)
                .ConfigureAwait(false);
        }

        var subject = request.State.Length == 0 ? null : states.Resolve(request.State)?.Code;
        if (request.State.Length > 0 && subject is null)
        {
            return ([], null);
        }

        var dataset = shelf == "strategies" ? "national-strategies" : "incidents";
        var reference = await models
            .Reference.SearchAsync(dataset, words, subject, place.Offset, wanted + 1, cancellationToken)
            .ConfigureAwait(false);
        return (
            reference.Take(wanted).Select(row => shelf == "strategies" ? Strategy(row) : Incident(row)),
            reference.Length <= wanted ? null : place with { Offset = place.Offset + wanted });
    }

    private async Task<(IEnumerable<LibraryItem> Found, ShelfPlace? Next)> ReadDocumentsAsync(
        OfficerCall call, SearchLibraryRequest request, string[] words, ShelfPlace place, int wanted,
        CancellationToken cancellationToken)
    {
        if (questions.Of(call, request, words, wanted + 1) is not { } query)
        {
            return ([], null);
        }

        var rows = await models.Library.SearchAsync(query with { After = place.After }, cancellationToken)
            .ConfigureAwait(false);
        var last = wanted == 0 ? place.After : rows.Take(wanted).LastOrDefault()?.Record.Place;
        return (
            rows.Take(wanted).Select(row => LibraryLine.Of(views.Of(row.Record), row.Record.Content.Claims)),
            rows.Length <= wanted ? null : place with { After = last });
    }

    private static LibraryItem Strategy(HeldReference row) =>
        new()
        {
            Shelf = "strategies",
            State = row.Subject,
            Title = row.Field("title_en"),
            TitleOriginal = row.Field("title_original"),
            Kind = "strategy",
            Date = row.Field("year"),
            Status = row.Field("status"),
            Url = row.Field("url"),
            Provenance = ReferenceImported.Provenance,
            Source = SourceOf(row),
        };

    private static LibraryItem Incident(HeldReference row) =>
        new()
        {
            Shelf = "incidents",
            State = row.Subject,
            Title = row.Field("title"),
            Kind = row.Field("incident_type"),
            Date = Precise(row.Field("date"), row.Field("date_precision")),
            Status = row.Field("severity"),
            Url = row.Field("reference_url"),
            Provenance = ReferenceImported.Provenance,
            Source = SourceOf(row),
        };

    internal static PublicSource SourceOf(HeldReference row) =>
        new()
        {
            Dataset = row.Dataset,
            Source = row.Source,
            AsOf = row.SourceDate ?? "",
        };

    // The data set fills unknown parts of a date with 01; they are not shown as if they were known.
    private static string Precise(string date, string precision) =>
        (precision, date.Length) switch
        {
            ("year", >= 4) => date[..4],
            ("month", >= 7) => date[..7],
            _ => date,
        };
}
