using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Web.Publishing.Forms;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Tests.Publishing;

public sealed class FormContentTests
{
    public static TheoryData<string> Types =>
        [.. RecordCatalogue.Codes(row => row.Family != RecordFamily.Receipt)];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_a_record_holds_stands_in_its_form_and_comes_back_unchanged(string type)
    {
        var before = JsonParser.Default.Parse(Examples.TextOf(type), RecordSchemas.Find(type)!);
        var faults = new FormFaults();

        var node = FormContent.Of(before);
        FormContent.Compact(node, before.Descriptor);
        var after = before.Descriptor.Parser.ParseFrom(ByteString.Empty);
        FormContent.Fill(after, node, "", faults);

        Assert.Empty(faults.Paths);
        Assert.Equal(before, after);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_field_that_the_form_asks_for_is_explained_by_the_protocol_or_by_its_name(string type)
    {
        var content = RecordBodies.TypeOf(type)!;
        var required = ContentRules.RequiredFieldNames(type).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(FieldHints.Of(content));
        // What the comments call required is what the node requires; the form marks what the node says.
        Assert.All(content.Fields.InDeclarationOrder().Where(FieldHints.SaysRequired),
            field => Assert.Contains(field.JsonName, required));
    }

    [Theory]
    [InlineData("sections[0].body[1].text", "b")]
    [InlineData("sections[4].body[0].text", null)]
    [InlineData("nothing.there[0]", null)]
    [InlineData("sections[99999999999]", null)]
    public void A_path_finds_its_place_or_none(string path, string? typed)
    {
        var root = new FormNode();
        root["sections"].Items.Add(new FormNode());
        root["sections"].Items[0]["body"].Items.AddRange([new FormNode(), new FormNode()]);
        root["sections"].Items[0]["body"].Items[1]["text"].Typed = "b";

        Assert.Equal(typed, FormPaths.Find(root, path)?.Typed);
    }

    [Theory]
    [InlineData(0, 0, "2027-06-01T01:47")]
    [InlineData(11, 0, "2027-06-01T01:47:11")]
    [InlineData(11, 811_000_000, "2027-06-01T01:47:11.811")]
    [InlineData(11, 811_000_001, "2027-06-01T01:47:11.811000001Z")]
    public void A_time_comes_back_to_the_last_digit(int seconds, int nanos, string typed)
    {
        var time = Timestamp.FromDateTime(new DateTime(2027, 6, 1, 1, 47, seconds, DateTimeKind.Utc));
        time.Nanos = nanos;
        var before = new NationalDocument { ReviewBy = time };
        var after = new NationalDocument();

        var node = FormContent.Of(before);
        FormContent.Fill(after, node, "", new FormFaults());

        Assert.Equal(typed, node["reviewBy"].Typed);
        Assert.Equal(time, after.ReviewBy);
    }

    [Fact]
    public void A_number_and_a_time_that_are_none_are_faults_at_their_places()
    {
        var node = new FormNode();
        node["validFrom"].Typed = "tomorrow";
        node["files"].Items.Add(new FormNode());
        node["files"].Items[0]["sha256"].Typed = "ab";
        node["files"].Items[0]["sizeBytes"].Typed = "many";
        var faults = new FormFaults();

        FormContent.Fill(new NationalDocument(), node, "", faults);

        Assert.Equal(["files[0].sizeBytes", "validFrom"], faults.Paths.Order());
    }
}
