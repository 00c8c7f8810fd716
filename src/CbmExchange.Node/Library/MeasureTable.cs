using System.Collections.Immutable;
using System.Text;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Reference;

namespace CbmExchange.Node.Library;

/// <summary>
/// The measures (measures.csv) and the record types that serve them, from the catalogue. It says what this product
/// offers, never what a State does.
/// </summary>
internal static class MeasureTable
{
    private const string FileName = "measures.csv";

    private static readonly ImmutableArray<MeasureInfo> All = Read();

    /// <summary>The measures of a catalogue; all for an empty name.</summary>
    public static ListMeasuresResponse Measures(string catalogue)
    {
        var response = new ListMeasuresResponse();
        response.Measures.AddRange(
            All.Where(measure => catalogue.Length == 0 || measure.Catalogue == catalogue)
                .Select(measure => measure.Clone())
        );
        return response;
    }

    /// <summary>The record types, in the order of the catalogue.</summary>
    public static ListRecordTypesResponse Types()
    {
        var response = new ListRecordTypesResponse();
        response.Types_.AddRange(
            RecordCatalogue.Rows.Select(row => new RecordTypeInfo
            {
                Code = row.Code,
                Label = row.Label,
                Family = RecordTypes.FamilyWord(row.Code),
                Measures = { row.Measures },
                Source = row.Source,
                RequiredFields = { ContentRules.RequiredFieldNames(row.Code) },
                OnlyContext = row.OnlyContext ?? "",
            })
        );
        return response;
    }

    private static ImmutableArray<MeasureInfo> Read()
    {
        using var stream = typeof(MeasureTable).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. CsvTable.ReadText(reader.ReadToEnd(), FileName).Rows.Select(Measure)];
    }

    private static MeasureInfo Measure(ImmutableArray<string> row)
    {
        var code = $"{row[0]}:{row[1]}";
        return new MeasureInfo
        {
            Catalogue = row[0],
            Number = row[1],
            Gist = row[2],
            Source = row[3],
            Feature = row[4],
            RecordTypes = { RecordCatalogue.Codes(type => type.Measures.Contains(code)) },
        };
    }
}
