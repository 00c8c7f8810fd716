using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>Every State has a row, also one that takes no part (domain.md §4.21: 4, 7 to 10).</summary>
public sealed class StateRowTests(StateRows rows) : IClassFixture<StateRows>
{
    private TestNode Node => rows.Node;

    [Fact]
    [Trait("Edge", "7")]
    public async Task A_State_that_nominated_nobody_has_a_row_with_fallbacks_in_order_each_with_its_source()
    {
        var answer = await AskAsync("XC");

        Assert.Equal(("none nominated", "active", ""), (answer.Answer, answer.Participation, answer.ParticipationNote));
        Assert.Empty(answer.Contacts);
        Assert.Equal(
            ["Permanent Mission", "CERT-XC", "Secretariat of XO"], answer.Fallbacks.Select(one => one.Office));
        Assert.Equal(
            [
                ("participants of this instance", "note verbale 7/26", "2026-02-01"),
                ("national-csirts", "list of teams", answer.Fallbacks[1].Source.AsOf),
                ("participants of this instance", "XO Ministerial Council decision 4/21 (fictional)", "2021-09-15"),
            ],
            answer.Fallbacks.Select(one => (one.Source.Dataset, one.Source.Source, one.Source.AsOf)));
        Assert.All(answer.Fallbacks, one => Assert.Contains("not ", one.What, StringComparison.Ordinal));
        Assert.Equal(["phone: +9993"], answer.Fallbacks[0].Lines);
    }

    [Fact]
    [Trait("Edge", "8")]
    public async Task A_State_that_takes_no_part_has_the_same_row_and_sending_to_it_is_refused_with_a_way_to_it()
    {
        var answer = await AskAsync("quebörn");

        Assert.Equal(("Québôrn", "none nominated", "none"), (answer.StateName, answer.Answer, answer.Participation));
        Assert.Equal("CERT-QM", Assert.Single(answer.Fallbacks).Office);
        Assert.StartsWith("Not a participant", answer.ParticipationNote, StringComparison.Ordinal);
        var cleared = await Flow.ClearedAsync(Node);
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () => await Node.Publishing("authority")
            .ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("QM"))));
        Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(
            "cbmx lookup STATE",
            Refused.Detail<CbmExchange.Contracts.Rpc.BadRequest>(refused)!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Edge", "9")]
    [InlineData("vcard")]
    [InlineData("jcard")]
    [InlineData("csv")]
    [InlineData("card")]
    [InlineData("card-html")]
    public async Task The_instances_designation_and_its_footnote_stand_in_the_lookup_and_in_every_export(string format)
    {
        var own = await ContactSteps.PublishedAsync(
            Node, ContactSteps.Draft($"ci:{format}", "Desk of the Land Beyond"), Drafts.To("XC"));
        var answer = await ContactSteps.LookupAsync(
            ContactSteps.Directory(Node), new LookupRequest { State = "XA", Topic = $"ci:{format}" },
            one => one.Contacts.Count == 1);
        Assert.Equal(("Xandria", StateRows.Footnote), (answer.StateName, answer.DesignationNote));

        var (_, text) = await ContactSteps.ExportAsync(ContactSteps.Directory(Node), format, "XA");
        var flat = Unfolded(text);
        Assert.Contains("Xandria", flat, StringComparison.Ordinal);
        Assert.Contains(StateRows.Footnote, flat, StringComparison.Ordinal);
        // What an author calls a State in free text is the author's own, and stays.
        Assert.Contains("land beyond", flat.ToLowerInvariant(), StringComparison.Ordinal);
        Assert.NotEmpty(own.RecordId);
    }

    [Fact]
    public async Task A_State_whose_participation_is_suspended_keeps_its_row_and_the_day_stands_with_it()
    {
        var answer = await AskAsync("XB");
        Assert.Equal("suspended", answer.Participation);
        Assert.Contains("as entered on ", answer.ParticipationNote, StringComparison.Ordinal);
        var (_, card) = await ContactSteps.ExportAsync(ContactSteps.Directory(Node), "card", "XB");
        Assert.Contains("Participation suspended", card, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Edge", "4")]
    [InlineData("XÉBEC")]
    [InlineData("xebec")]
    [InlineData("Ксебек")]
    [InlineData("泽贝克")]
    [InlineData("زيبك")]
    public async Task A_name_is_found_in_any_script_whatever_case_and_accents(string name) =>
        Assert.Equal("Xebec", (await AskAsync(name)).StateName);

    [Fact]
    [Trait("Edge", "4")]
    public async Task A_persons_name_is_shown_whole_in_its_own_script_with_its_romanisation()
    {
        var draft = ContactSteps.Draft("ci:names", "Names Desk", contact =>
        {
            contact.Persons[0].Name[0].Text_ = "佐藤 花子";
            contact.Persons[0].Romanised = "Sato Hanako";
        });
        await ContactSteps.PublishedAsync(Node, draft, Drafts.To("XC"));
        var answer = await ContactSteps.LookupAsync(
            ContactSteps.Directory(Node), new LookupRequest { State = "XA", Topic = "ci:names" },
            one => one.Contacts.Count == 1);
        var person = Assert.Single(answer.Contacts[0].Persons);
        Assert.Equal(("佐藤 花子", "Sato Hanako"), (person.Name[0].Text_, person.Romanised));
    }

    private async Task<LookupResponse> AskAsync(string state) =>
        await ContactSteps.Directory(Node).LookupAsync(new LookupRequest { State = state });

    // Folded lines of a vCard, wrapped lines of a card, and escapes of each format read as one text.
    private static string Unfolded(string text) => string.Join(' ', System.Net.WebUtility.HtmlDecode(
        text.Replace("\r\n ", "", StringComparison.Ordinal)).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
