using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Reference;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Participants;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;
using CbmExchange.Store.Reference;
using Grpc.Core;

namespace CbmExchange.Node.Library;

/// <summary>Documents released to this node, its own, and public reference data; each with its provenance.</summary>
internal sealed class LibraryServiceImpl(
    ReadModels models,
    RecordViews views,
    ParticipantTable participants,
    ReferenceStates states,
    ReadRights rights
) : LibraryService.LibraryServiceBase
{
    /// <summary>Characters of a query; more is no search.</summary>
    public const int QueryLengthMax = 200;

    private static readonly string[] Shelves = ["documents", "strategies", "incidents"];

    /// <inheritdoc/>
    public override async Task<SearchLibraryResponse> SearchLibrary(
        SearchLibraryRequest request,
        ServerCallContext context
    )
    {
        Check(request);
        var call = OfficerCall.Of(context);
        var size = Views.PageSize(request.PageSize);
        string[] shelves = request.Shelf.Length == 0 ? Shelves : [request.Shelf];
        var words = request.Query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var response = new SearchLibraryResponse();
        var (shelf, offset) = PlaceOf(request.PageToken, shelves.Length);
        while (shelf < shelves.Length && response.Items.Count < size)
        {
            var wanted = size - response.Items.Count;
            var (found, read) = await ReadAsync(
                call, shelves[shelf], request.State, words, offset, wanted,
                  context.CancellationToken).ConfigureAwait(false);
            response.Items.AddRange(found);
            (shelf, offset) = read < wanted ? (shelf + 1, 0) : (shelf, offset + read);
        }

        response.Facts = Views.Facts(models.CompleteAt, response.Items.Count, response.Items.Select(item => item.Tlp));
        response.NextPageToken =
            shelf < shelves.Length ? string.Create(CultureInfo.InvariantCulture, $"{shelf}.{offset}") : "";
        return response;
    }

    // Shelves are read one after the other; a token that is none starts from the beginning.
    private static (int Shelf, int Offset) PlaceOf(string token, int shelves)
    {
        var parts = token.Split('.');
        return
            parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shelf)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && shelf < shelves
            ? (shelf, offset)
            : (0, 0);
    }

    private static void Check(SearchLibraryRequest request)
    {
        List<FieldFault> faults = [];
        if (request.Query.Length > QueryLengthMax)
        {
            faults.Add(new FieldFault("query", "Give at most 200 characters."));
        }

        if (request.Shelf.Length > 0 && !Shelves.Contains(request.Shelf))
        {
            faults.Add(new FieldFault("shelf", "Give documents, strategies, incidents, or nothing for all."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }

    private async Task<(IEnumerable<LibraryItem> Found, int Read)> ReadAsync(
        OfficerCall call,
        string shelf,
        string state,
        string[] words,
        int offset,
        int size,
        CancellationToken cancellationToken
    )
    {
        if (shelf == "documents")
        {
            var originator = state.Length == 0 ? null : participants.State.Resolve(state);
            if (state.Length > 0 && originator is null)
            {
                return ([], 0);
            }

            var rows = await models
                .Library.SearchAsync(words, originator?.Participant, offset, size, cancellationToken)
                .ConfigureAwait(false);
            return (rows.Where(row => rights.May(call, row.Header.RecordType, row.IsOwn)).Select(Document),
              rows.Length);
        }

        var subject = state.Length == 0 ? null : states.Resolve(state)?.Code;
        if (state.Length > 0 && subject is null)
        {
            return ([], 0);
        }

        var dataset = shelf == "strategies" ? "national-strategies" : "incidents";
        var reference = await models
            .Reference.SearchAsync(dataset, words, subject, offset, size, cancellationToken)
            .ConfigureAwait(false);
        return (reference.Select(row => shelf == "strategies" ? Strategy(row) : Incident(row)), reference.Length);
    }

    private LibraryItem Document(RecordRow row)
    {
        var view = views.Of(row);
        var document = view.Body.NationalDocument ?? new NationalDocument();
        return new LibraryItem
        {
            Shelf = "documents",
            RecordId = view.RecordId,
            State = view.Originator,
            Title = Texts.Best(document.Title, "en"),
            TitleOriginal = Texts.Authoritative(document.Title),
            Kind = document.Kind,
            Date = document.AdoptedOn,
            Status = document.Status,
            Url = document.OfficialUrl,
            Provenance = view.Provenance,
            Tlp = view.Marking?.Tlp ?? "",
            RecordState = view.State,
        };
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
