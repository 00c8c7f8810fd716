using CbmExchange.Domain.Records;
using static CbmExchange.Domain.Tests.Fixture;

namespace CbmExchange.Domain.Tests;

/// <summary>Every row of the catalogue is whole, and nothing is special-cased beside it.</summary>
public sealed class RecordCatalogueTests
{
    public static TheoryData<string> Types => [.. RecordTypes.All];

    public static TheoryData<string> Written => [.. Templates.Types];

    [Fact]
    public void Every_type_that_officers_write_has_an_example() =>
        Assert.Equal(
            RecordTypes.All.Where(type => !RecordTypes.IsReceipt(type)).Order(StringComparer.Ordinal),
            Templates.Types.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void The_protocol_lists_every_type()
    {
        var protocol = File.ReadAllText(Path.Combine(Templates.Root, "proto", "PROTOCOL.md"));

        Assert.Empty(RecordTypes.All.Where(type => !protocol.Contains($"`{type}`", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void The_example_of_a_type_is_without_fault_and_without_hint(string type)
    {
        Assert.Empty(ContentRules.Check(Header(type), Templates.Of(type)));
        Assert.Empty(ContentWarnings.Of(type, Templates.Of(type)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_row_names_fields_that_its_type_has(string type)
    {
        var row = RecordCatalogue.Find(type)!;
        var fields = ContentRules.FieldNames(type);

        Assert.Empty(row.AlwaysIncluded.Except(fields));
        Assert.True(row.DateField is null || fields.Contains(row.DateField));
        Assert.Equal(!row.Stages.IsEmpty, fields.Contains("stage"));
        Assert.Equal(row.IsReply, fields.Contains("ofRecord"));
        Assert.NotEmpty(row.Measures);
        Assert.NotEmpty(row.Label);
        Assert.NotEmpty(row.Source);
    }

    [Fact]
    public void A_field_name_that_points_to_a_record_holds_an_id_in_every_type()
    {
        const string id = "70000000-0000-4000-8000-000000000001";
        var all =
            from type in Templates.Types
            from field in ContentRules.FieldNames(type)
            where RecordCatalogue.TargetsOf(With(RecordContent.Parse("{}"), (field, $"\"{id}\""))).Length > 0
            select (type, field);

        Assert.NotEmpty(all);
        Assert.All(all, one => Assert.Contains(
            new[] { $"\"{id}\"", $"[\"{id}\"]" },
            value => !Faults(one.type, With(Templates.Of(one.type), (one.field, value))).Contains(one.field)));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void No_type_has_a_field_for_who_is_responsible_or_for_a_score(string type)
    {
        string[] unwanted =
            ["perpetrator", "attribution", "attributedTo", "responsibleState", "suspect", "score", "rank", "rating"];

        Assert.Empty(ContentRules.FieldNames(type).Intersect(unwanted));
        Assert.Equal(
            unwanted,
            unwanted.Where(field => Faults(type, With(RecordContent.Parse("{}"), (field, "\"XB\""))).Contains(field))
        );
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void Each_required_field_of_an_example_is_asked_for(string type)
    {
        Assert.All(
            Required(type), field => Assert.Contains(field, Faults(type, With(Templates.Of(type), (field, null)))));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Optional_fields_can_be_declined(string type)
    {
        var field = ContentRules.FieldNames(type).Except(Required(type)).Last();
        var content = With(
            RecordTypes.IsReceipt(type) ? RecordContent.Parse("{}") : Templates.Of(type),
            (field, null),
            ("absent", $$"""[{"field":"{{field}}","reason":"declined"}]"""));

        Assert.DoesNotContain(Faults(type, content), fault => fault.StartsWith("absent", StringComparison.Ordinal));
    }

    private static string[] Required(string type) =>
        [
            .. ContentRules
                .Check(Header(type), RecordContent.Parse("{}"))
                .Where(fault => fault.Description == "Is required.")
                .Select(fault => fault.Field),
        ];
}
