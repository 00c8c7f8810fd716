using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Node.Tests.Hosting;
using Google.Protobuf.Reflection;

namespace CbmExchange.Node.Tests.Library;

/// <summary>Coded lists over gRPC.</summary>
public sealed class CodeTests(NodeFixture nodes) : IClassFixture<NodeFixture>
{
    private LibraryService.LibraryServiceClient Library(string officer) => new(nodes.Node.As(officer));

    [Fact]
    public async Task Any_officer_reads_a_list_with_its_labels_and_what_they_are_not()
    {
        var french = await Library("admin").ListCodesAsync(new ListCodesRequest { List = "sector", Lang = "fr" });
        var all = await Library("author").ListCodesAsync(new ListCodesRequest());

        var sector = Assert.Single(french.Lists);
        Assert.Equal("Énergie", sector.Codes[0].Labels.Single().Text_);
        Assert.Equal("machine", sector.Codes[0].Labels.Single().Status);
        Assert.Contains("unofficial", sector.Note, StringComparison.Ordinal);
        Assert.False(sector.Closed);
        Assert.Equal(6, all.Lists.Single(list => list.List == "stage").Codes[0].Labels.Count);
        Assert.Empty(all.Lists.Single(list => list.List == "tlp").Codes[0].Labels);
    }

    [Fact]
    public async Task A_list_or_language_that_there_is_not_is_refused()
    {
        Assert.Equal("NotFound NOT_FOUND", await Refused.ReasonAsync(async () =>
            await Library("author").ListCodesAsync(new ListCodesRequest { List = "verdicts" })));
        Assert.Equal("InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () =>
            await Library("author").ListCodesAsync(new ListCodesRequest { Lang = "xx" })));
    }

    [Fact]
    public async Task The_words_of_a_measure_are_the_same_in_both_lists()
    {
        var measures = (await Library("author").ListMeasuresAsync(new ListMeasuresRequest())).Measures;
        var codes = (await Library("author").ListCodesAsync(new ListCodesRequest { Lang = "en" })).Lists
            .Where(list => list.List.StartsWith("measure-", StringComparison.Ordinal))
            .SelectMany(list => list.Codes)
            .ToDictionary(code => code.Id, code => code.Labels.Single().Text_);

        Assert.Equal(
            measures.ToDictionary(one => $"{one.Catalogue}:{one.Number}", one => one.Gist), codes);
    }

    [Fact]
    public async Task Every_field_that_a_list_names_is_a_field_of_the_protocol()
    {
        var fields = new[] { Text.Descriptor.File, RecordView.Descriptor.File, Marking.Descriptor.File }
            .Concat(RecordBody.Descriptor.Fields.InDeclarationOrder().Select(field => field.MessageType.File))
            .Distinct()
            .SelectMany(file => file.MessageTypes)
            .SelectMany(message => message.Fields.InDeclarationOrder())
            .Where(field => field.FieldType == FieldType.String)
            .SelectMany(field => new[] { $"{field.ContainingType.Name}.{field.Name}", $"*.{field.Name}" })
            .ToHashSet();

        var lists = (await Library("author").ListCodesAsync(new ListCodesRequest { Lang = "en" })).Lists;

        Assert.DoesNotContain(lists.SelectMany(list => list.Fields), field => !fields.Contains(field));
        Assert.All(lists, list => Assert.NotEmpty(list.Fields));
    }
}
