using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.Tests.Statements;

/// <summary>Every record type has one schema, and its statements tell nothing by number or length.</summary>
public sealed class EveryTypeTests
{
    public static TheoryData<string> Types => [.. RecordTypes.All];

    [Fact]
    public void The_catalogue_and_the_bodies_hold_the_same_types() =>
        Assert.Equal(
            RecordTypes.All,
            Contracts.Exchange.V1.RecordBody.Descriptor.Oneofs[0].Fields
                .Select(field => field.Name.Replace('_', '-')));

    [Theory]
    [MemberData(nameof(Types))]
    public void The_fields_of_a_type_are_those_of_its_message(string type) =>
        Assert.Equal(
            RecordSchemas.Find(type)!.Fields.InFieldNumberOrder().Select(field => field.JsonName),
            ContentRules.FieldNames(type));

    [Theory]
    [MemberData(nameof(Types))]
    public void The_envelope_of_a_type_has_the_numbers_of_every_type(string type)
    {
        string[] envelope =
        [
            "subject", "authoring_office", "precedence", "precedence_reason", "case_id", "reports_under", "valid_from",
            "valid_until", "review_by", "absent", "reference_number", "authored_at",
        ];

        Assert.Equal(
            envelope,
            RecordSchemas.Find(type)!.Fields.InFieldNumberOrder()
                .Where(field => field.FieldNumber <= 12).Select(field => field.Name));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_full_and_an_empty_statement_of_a_type_look_the_same(string type)
    {
        var full = Issue(type, """{"subject":[{"lang":"en","text":"A subject","status":"authoritative"}]}""");
        var empty = Issue(type, "{}");

        Assert.Equal(empty.Jwt.Length, full.Jwt.Length);
        Assert.Equal(
            RecordSchemas.Find(type)!.Fields.InFieldNumberOrder().Count, StatementIssuerTests.DigestsOf(full).Count);
    }

    private static IssuedStatement Issue(string type, string content) =>
        Samples.Issue(RecordContent.Parse(content), header: Samples.Header with { RecordType = type });
}
