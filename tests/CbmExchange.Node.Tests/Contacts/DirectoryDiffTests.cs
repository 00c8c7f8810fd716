using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using Google.Protobuf;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>Somebody's old spreadsheet beside what is held (domain.md §5.2 J9, §4.21: 38).</summary>
public sealed class DirectoryDiffTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private DirectoryService.DirectoryServiceClient DeskB => ContactSteps.Directory(nodes.B);

    [Fact]
    [Trait("Journey", "J9")]
    public async Task Offices_are_matched_by_name_and_address_and_differences_listed_for_each_State_without_an_edit()
    {
        await PublishThreeAsync();
        var before = await DeskB.ListContactsAsync(new ListContactsRequest { State = "XA" });

        var compared = await CompareAsync("""
            State,Office,E-mail,Telephone,Languages,Remark
            XA,FIRST OFFICE,first@example.org,+44 20 7946 0101,EN,same
            Xandria,Office number two,second@example.org,0044 20 7946 0999,"en, fr",renamed
            XA,Fourth Office,fourth@example.org,+9994,en,not shared
            XB,Its own,own@example.org,,en,
            Atlantis,Anything,any@example.org,,en,
            """);

        Assert.Equal(["languages", "phone", "email"], compared.Compared);
        Assert.Equal(["row 6: Atlantis"], compared.NotUnderstood);
        var xa = compared.States.Single(state => state.State == "XA");
        Assert.DoesNotContain(xa.Contacts, contact => contact.Office == "First Office");
        var second = xa.Contacts.Single(contact => contact.Office == "Second Office");
        Assert.Equal(("both", "e-mail"), (second.Standing, second.MatchedBy));
        Assert.Equal(
            [
                "office: Office number two / Second Office", "languages: en fr / en",
                "phone: +442079460999 / +442079460102",
            ],
            second.Fields.Select(field =>
                $"{field.Field}: {string.Join(' ', field.InFile)} / {string.Join(' ', field.Held)}"));
        Assert.Equal("only-in-file", xa.Contacts.Single(contact => contact.Office == "Fourth Office").Standing);
        Assert.Equal("only-held", xa.Contacts.Single(contact => contact.Office == "Third Office").Standing);
        Assert.Equal("only-in-file", compared.States.Single(state => state.State == "XB").Contacts[0].Standing);

        var after = await DeskB.ListContactsAsync(new ListContactsRequest { State = "XA" });
        Assert.Equal(before.Contacts, after.Contacts);
    }

    [Fact]
    [Trait("Journey", "J9")]
    public async Task The_list_of_one_State_names_no_other()
    {
        var alone = await DeskB.CompareDirectoryAsync(new CompareDirectoryRequest
        {
            Csv = ByteString.CopyFromUtf8("state,office\nXA,First Office\nAtlantis,Anything\n"),
            State = "XA",
        });
        Assert.Equal(["XA"], alone.States.Select(state => state.State));
        Assert.Empty(alone.NotUnderstood);
    }

    [Fact]
    [Trait("Edge", "38")]
    public async Task Two_directories_that_differ_on_one_office_are_shown_field_by_field_and_one_edit_goes_to_both()
    {
        var contact = await PublishedAsync(
            "Directory Office", "office@example.org", "+442079460105", "un-gpoc", "osce-cbm8");
        var held = await HeldAsync("Directory Office");
        var view = await nodes.B.Publishing("duty").GetRecordAsync(new GetRecordRequest { Record = contact.RecordId });
        Assert.Equal(["un-gpoc", "osce-cbm8"], view.Body.PointOfContact.RegimeTags);
        Assert.NotEmpty(held.RecordId);

        async Task<string> PhoneOfAsync(string listed) => string.Join(' ', (await CompareAsync(
            $"state,office,phone\nXA,Directory Office,{listed}\n")).States.SelectMany(state => state.Contacts)
            .Where(one => one.Office == "Directory Office").SelectMany(one => one.Fields)
            .Select(field => $"{field.InFile[0]} {field.Held[0]}"));
        Assert.Equal("", await PhoneOfAsync("+442079460105"));
        Assert.Equal("+442079460106 +442079460105", await PhoneOfAsync("+442079460106"));

        // The State chooses which is right: one edit, and every directory that it feeds has it.
        view.Body.PointOfContact.Channels[0].Value = "+442079460106";
        var revised = await nodes.A.Publishing("author").ReviseRecordAsync(new ReviseRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            RecordId = contact.RecordId,
            ExpectedVersion = contact.HeldVersion,
            AuthoritativeLanguages = { "en" },
            Body = view.Body,
        });
        await ContactSteps.ReleasedAsync(nodes.A, revised, Drafts.To("XB"), Drafts.To("XO"));
        await TwoNodes.UntilAsync(() => PhoneOfAsync("+442079460106"), differences => differences.Length == 0);
        foreach (var recipient in (string[])["XB", "XO"])
        {
            var seen = await nodes.A.Publishing("authority").ViewAsAsync(new ViewAsRequest { Participant = recipient });
            Assert.Contains(seen.Items, item => item.ContentJson.Contains("442079460106", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("office,email\nFirst,first@example.org\n")]
    [InlineData("state,office\nXA\n")]
    [InlineData("state,remark\nXA,nothing to match by\n")]
    public async Task What_is_no_such_table_is_refused(string csv) =>
        Assert.Equal(
            "InvalidArgument FIELDS_INVALID", await Refused.ReasonAsync(async () => await CompareAsync(csv)));

    [Fact]
    public async Task Our_own_export_differs_in_nothing()
    {
        await PublishedAsync("Same Office", "same@example.org", "+442079460107");
        await HeldAsync("Same Office");
        var (_, csv) = await ContactSteps.ExportAsync(DeskB, "csv", "XA");
        Assert.Empty((await CompareAsync(csv)).States);
    }

    private async Task PublishThreeAsync()
    {
        await PublishedAsync("First Office", "first@example.org", "+442079460101");
        await PublishedAsync("Second Office", "second@example.org", "+442079460102");
        await PublishedAsync("Third Office", "third@example.org", "+442079460103");
        await HeldAsync("Third Office");
    }

    private async Task<CompareDirectoryResponse> CompareAsync(string csv) =>
        await DeskB.CompareDirectoryAsync(new CompareDirectoryRequest { Csv = ByteString.CopyFromUtf8(csv) });

    private Task<RecordCommandReply> PublishedAsync(
        string office, string email, string phone, params string[] regimes) => ContactSteps.PublishedAsync(
        nodes.A,
        ContactSteps.Draft("norms", office, contact =>
        {
            contact.Channels[0].Value = phone;
            contact.Channels.Add(new Channel { Id = "mail", Type = "e-mail", Value = email, PriorityOrder = 2 });
            contact.RegimeTags.Add(regimes);
        }),
        Drafts.To("XB"));

    private async Task<ContactAnswer> HeldAsync(string office) =>
        (await TwoNodes.UntilAsync(
            async () => await DeskB.ListContactsAsync(new ListContactsRequest { State = "XA" }),
            answer => answer.Contacts.Any(contact => contact.Office == office)))
        .Contacts.Single(contact => contact.Office == office);
}
