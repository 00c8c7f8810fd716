using System.Text.Json;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Node.Records;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Library;

/// <summary>
/// What two or three States say about one thing, side by side (domain.md §2.2). The columns stand in the order of the
/// question, texts in every rendering released; nothing is ranked.
/// </summary>
internal sealed class StateComparison(
    ReadModels models, RecordViews views, LibraryQuestions questions, ExportFooters footers)
{
    /// <summary>Fewer are no comparison, more stand beside each other on no screen.</summary>
    public const int StatesMin = 2;

    /// <summary>As above.</summary>
    public const int StatesMax = 3;

    /// <summary>Records of one State; more is a question that is too wide.</summary>
    public const int RecordsMax = 50;

    private static readonly string[] Texts = ["text", "abstract", "definition", "practice", "summary", "statement"];

    /// <summary>The answer.</summary>
    public async Task<CompareStatesResponse> AnswerAsync(
        OfficerCall call, CompareStatesRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var response = new CompareStatesResponse();
        foreach (var (index, state) in request.States.Index())
        {
            var originator = questions.StateOf(state, $"states[{index}]");
            response.Columns.Add(await ColumnAsync(call, request, originator, cancellationToken).ConfigureAwait(false));
        }

        var labels = response.Columns.SelectMany(column => column.Records).Select(record => record.Item.Tlp).ToList();
        response.Facts = Views.Facts(models.CompleteAt, labels.Count, labels);
        response.Footer = footers.Of(models.CompleteAt, labels);
        return response;
    }

    private async Task<StateColumn> ColumnAsync(
        OfficerCall call, CompareStatesRequest request, ParticipantId originator, CancellationToken cancellationToken)
    {
        var query = questions.Of(
            call,
            new SearchLibraryRequest
            {
                State = originator.Value,
                Topic = request.Topic,
                Kind = request.Kind,
                RecordType = request.RecordType,
            },
            [],
            RecordsMax)!;
        var rows = await models.Library.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        return new StateColumn
        {
            State = views.DesignatorOf(originator),
            Records =
            {
                rows.Select(row => new ComparedRecord
                {
                    Item = LibraryLine.Of(views.Of(row.Record), row.Record.Content.Claims),
                    Text = { TextOf(row.Record.Content.Claims) },
                }),
            },
        };
    }

    private static IEnumerable<Text> TextOf(JsonElement claims) =>
        Texts.Select(name => LibraryLine.TextsOf(claims, name)).FirstOrDefault(texts => texts.Count > 0, []);

    private static void Check(CompareStatesRequest request)
    {
        List<FieldFault> faults =
        [
            .. LibraryQuestions.Faults(new SearchLibraryRequest { Topic = request.Topic, Kind = request.Kind }),
        ];
        if (request.States.Count is < StatesMin or > StatesMax)
        {
            faults.Add(new FieldFault("states", "Give two or three."));
        }

        if (request.RecordType.Length > 0 && !LibraryLine.IsOnShelf(request.RecordType))
        {
            faults.Add(new FieldFault("record_type", "Give a type of the library; ListRecordTypes lists them."));
        }

        if (faults.Count > 0)
        {
            throw RefusalStatus.ToException(Refusal.Invalid(faults));
        }
    }
}
