using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Contacts;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Errors;
using CbmExchange.Store.Readings;
using Grpc.Core;

namespace CbmExchange.Node.Contacts.Export;

/// <summary>
/// Somebody's spreadsheet beside the contacts held here, State by State (domain.md §5.2 J9). It changes nothing: the
/// list goes to each State as a proposal, and the State decides.
/// </summary>
internal sealed class DirectoryComparing(DirectoryExports exports, AskedStates asked)
{
    private const int FileBytesMax = 1024 * 1024;

    /// <summary>The differences.</summary>
    public CompareDirectoryResponse Compare(OfficerCall call, CompareDirectoryRequest request)
    {
        var sheet = Read(request);
        var held = exports.Of(call, new ExportDirectoryRequest { State = request.State });
        var response = new CompareDirectoryResponse { Facts = held.Facts, Footer = held.Footer };
        response.Compared.AddRange(sheet.Fields);
        var rows = RowsOf(sheet, request.State, response);
        foreach (var state in held.States)
        {
            var differences = DifferencesOf(
                state, sheet.OfficesIn(rows.GetValueOrDefault(state.Designator, [])));
            if (differences.Contacts.Count > 0)
            {
                response.States.Add(differences);
            }
        }

        return response;
    }

    private static DirectorySheet Read(CompareDirectoryRequest request)
    {
        var (sheet, fault) = request.Csv.Length > FileBytesMax
            ? (null, $"Must be at most {FileBytesMax / (1024 * 1024)} MiB.")
            : DirectorySheet.Read(Encoding.UTF8.GetString(request.Csv.Span));
        return sheet ?? throw RefusalStatus.ToException(Refusal.Invalid([new FieldFault("csv", fault)]));
    }

    private Dictionary<string, List<int>> RowsOf(
        DirectorySheet sheet, string only, CompareDirectoryResponse response)
    {
        Dictionary<string, List<int>> rows = [];
        foreach (var state in sheet.States)
        {
            if (TryResolve(state.Key) is { } known)
            {
                var designator = known.Participant?.Designator ?? "";
                rows.TryAdd(designator, []);
                rows[designator].AddRange(state);
            }
            else if (only.Length == 0)
            {
                response.NotUnderstood.AddRange(state.Select(number => $"row {number}: {state.Key}"));
            }
        }

        return rows;
    }

    // What a State withholds from this node looks like a State that has no such office; it is never called missing.
    private static StateDifferences DifferencesOf(ExportedState state, IReadOnlyList<ListedOffice> file)
    {
        var differences = new StateDifferences { State = state.Designator, StateName = state.Answer.StateName };
        var held = state.Contacts.ToDictionary(contact => contact.Answer.RecordId);
        var compared = DirectoryComparison.Of(
            file, [.. state.Contacts.Select(DirectoryOffices.Of)], text => SearchText.Fold(text.Trim()));
        differences.Contacts.AddRange(compared
            .Where(one => one.InFile is null || one.Held is null || !one.Differences.IsEmpty)
            .Select(one => Of(one, one.Held?.Key is { } key ? held[key] : null)));
        return differences;
    }

    private static ContactDifference Of(OfficeComparison compared, ExportedContact? held)
    {
        var difference = new ContactDifference
        {
            Standing = compared.InFile is null ? "only-held" : compared.Held is null ? "only-in-file" : "both",
            Office = held?.Name ?? Name(compared.InFile!),
            RecordId = held?.Answer.RecordId ?? "",
            ReferenceNumber = held?.Answer.ReferenceNumber ?? "",
            MatchedBy = compared.MatchedBy,
            Tlp = held?.Answer.Tlp ?? "",
        };
        difference.Fields.AddRange(compared.Differences.Select(field => new FieldDifference
        {
            Field = field.Field,
            InFile = { field.InFile },
            Held = { field.Held },
        }));
        if (compared is { InFile: { } listed, MatchedBy: DirectoryComparison.ByEmail } && listed.Office.Length > 0)
        {
            difference.Fields.Insert(0, new FieldDifference
            {
                Field = "office",
                InFile = { listed.Office },
                Held = { held!.Name },
            });
        }

        return difference;
    }

    private static string Name(ListedOffice listed) =>
        listed.Office.Length > 0 ? listed.Office : listed.Emails.FirstOrDefault() ?? "";

    private AskedState? TryResolve(string state)
    {
        try
        {
            return state.Length == 0 ? null : asked.Resolve(state);
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
