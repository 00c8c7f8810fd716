using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Contacts;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using CbmExchange.Web.Tests.Browsing;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Web.Tests.Publishing;

/// <summary>Messages and contacts through the pages, up to what their recipients say; and taking back.</summary>
[Collection(InChromium.Name)]
public sealed class MessageTests(Chromium chromium, DeskNodes desk) : IClassFixture<DeskNodes>
{
    private TestNode A => desk.Nodes.A;

    private TestNode B => desk.Nodes.B;

    [Fact]
    [Trait("Journey", "J3")]
    public async Task A_notification_that_avoids_misperception_goes_to_whom_it_names_and_its_receipt_is_on_the_page()
    {
        await using var author = await Visit.AsAsync(chromium, A, "author");
        await using var authority = await Visit.AsAsync(chromium, A, "authority");
        var address = await NotificationAsync(author, "routine", "avoid-misperception", "Planned exercise");
        await author.PressAsync("Submit to a second person");
        await authority.OpenAsync(address);
        await authority.PressAsync("Clear: the State signs it now");
        await authority.Page.Locator("a", new() { HasText = "Release…" }).ClickAsync();

        // Who is addressed is chosen beforehand; a name that could be nobody lets nothing be previewed.
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XB']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await authority.Page.FillAsync("[name='g0.except-add']", "Nowhereland");
        await authority.PressAsync("Preview");
        Assert.Contains("there is no such participant", await authority.TextAsync());
        Assert.Equal(0, await authority.Page.Locator("#preview").CountAsync());
        await authority.Page.FillAsync("[name='g0.except-add']", "");
        await authority.PressAsync("Preview");
        await authority.PressAsync("Release exactly this");
        await authority.MustBeAtAsync(new Uri(authority.Origin, address + "?done=released").ToString());

        await AcknowledgedAsync(address);
        await TwoNodes.UntilAsync(
            async () =>
            {
                await author.OpenAsync(address + "/receipts");
                return await author.TextAsync();
            },
            text => text.Contains("by XB desk", StringComparison.Ordinal)
                && !text.Contains("looked for", StringComparison.Ordinal));
        await author.ShootAsync("receipts");
        Assert.Empty(author.Complaints.Concat(authority.Complaints));
    }

    [Fact]
    [Trait("Journey", "J12")]
    public async Task A_duty_officer_alone_sees_what_would_leave_gives_a_reason_and_is_reviewed()
    {
        await using var duty = await Visit.AsAsync(chromium, A, "duty");
        await using var authority = await Visit.AsAsync(chromium, A, "authority");
        var address = await NotificationAsync(duty, "immediate", "warn", "Under way");
        await duty.PressAsync("Submit to a second person");
        await duty.Page.Locator("a", new() { HasText = "Alone, because nobody else can be reached" }).ClickAsync();
        await duty.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:AMBER");
        await duty.PressAsync("Preview");
        Assert.Equal(0, await duty.Page.Locator("#preview").CountAsync());
        await duty.Page.FillAsync("[name='break-glass']", "Nobody else answers.");
        await duty.PressAsync("Preview");
        await duty.ShootAsync("break-glass");
        await duty.PressAsync("Release exactly this");
        await duty.MustBeAtAsync(new Uri(duty.Origin, address + "?done=released").ToString());

        await authority.OpenAsync("/records");
        Assert.Contains("review due", await authority.TextAsync());
        await authority.ShootAsync("records");
        await authority.OpenAsync(address);
        await authority.Page.Locator("summary", new() { HasText = "Review what was released" }).ClickAsync();
        await authority.Page.FillAsync("[name=note]", "Rightly done.");
        await authority.PressAsync("Record the review");
        Assert.False((await ReadAsync(address)).ReviewOpen);

        // Nobody has confirmed it yet: the page says whom to try next, and that silence says nothing.
        await duty.OpenAsync(address + "/receipts");
        Assert.Contains("looked for", await duty.TextAsync());
        Assert.Empty(duty.Complaints.Concat(authority.Complaints));
    }

    [Fact]
    [Trait("Journey", "J5")]
    public async Task A_withdrawal_says_whom_it_reaches_and_what_became_of_the_copies_in_Arabic_too()
    {
        var cleared = await Flow.ClearedAsync(A, Drafts.Strategy("To be withdrawn"));
        await A.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XB")));
        await using var authority = await Visit.AsAsync(
            chromium, A, "authority", options => options.Locale = "ar");
        await authority.OpenAsync($"/records/{cleared.RecordId}");
        Assert.Equal("rtl", await authority.Page.Locator("html").GetAttributeAsync("dir"));
        await authority.ShootAsync("record-arabic");

        await authority.Page.Locator("summary", new() { HasText = "سحب…" }).ClickAsync();
        await authority.Page.SelectOptionAsync("[name=reason]", "issued-in-error");
        await authority.Page.SelectOptionAsync("[name=request]", "stop-using-and-delete");
        await authority.PressAsync("سحب");
        Assert.Contains("Sent to 1", await authority.Page.Locator(".done").InnerTextAsync());

        await AttestedAsync(cleared.RecordId);
        await TwoNodes.UntilAsync(
            async () =>
            {
                await authority.OpenAsync($"/records/{cleared.RecordId}");
                return await authority.TextAsync();
            },
            text => text.Contains("deleted ", StringComparison.Ordinal));
        await authority.ShootAsync("withdrawal-arabic");
        Assert.Empty(authority.Complaints);
    }

    [Fact]
    [Trait("Journey", "J15")]
    public async Task Help_is_asked_for_and_a_question_is_put_each_on_one_page()
    {
        await using var author = await Visit.AsAsync(chromium, A, "author");
        await author.OpenAsync("/records/new/assistance-request");
        await TextAsync(author, "subject", "Help with logs");
        await author.Page.SelectOptionAsync("[name='f.precedence']", "immediate");
        await author.Page.CheckAsync("[name='f.whatIsSought'][value='logs-preservation']");
        await TextAsync(author, "contact", "National desk");
        await AddresseeAsync(author);
        await author.OpenMoreAsync();
        await author.AddAsync("description");
        await author.Page.FillAsync("[name='f.description[0].text']", "Logs of last night.");
        await author.SaveAsync();
        var help = await ReadAsync(new Uri(author.Page.Url).AbsolutePath);
        Assert.Equal(["logs-preservation"], help.Body.AssistanceRequest.WhatIsSought);
        Assert.Equal(Drafts.IdOf("XB"), Assert.Single(help.Body.AssistanceRequest.Addressees).ParticipantId);

        await author.OpenAsync("/records/new/clarification-request");
        await TextAsync(author, "subject", "Scans seen");
        await author.Page.SelectOptionAsync("[name='f.precedence']", "priority");
        await author.Page.SelectOptionAsync("[name='f.addressedTo']", Drafts.IdOf("XB"));
        await author.Page.FillAsync("[name='f.topic']", "incident-technical");
        await author.Page.SelectOptionAsync("[name='f.level']", "technical");
        await TextAsync(author, "question", "Is this an exercise of yours?");
        await TextAsync(author, "whatWeObserved", "Scans of mail servers.");
        await author.ShootAsync("clarification-form");
        await author.SaveAsync();
        var asked = await ReadAsync(new Uri(author.Page.Url).AbsolutePath);
        Assert.Equal(Drafts.IdOf("XB"), asked.Body.ClarificationRequest.AddressedTo);
        Assert.Empty(author.Complaints);
    }

    [Fact]
    [Trait("Journey", "J2")]
    public async Task A_change_of_staff_is_begun_confirmed_by_the_nominating_authority_and_released_to_who_holds_it()
    {
        var contact = await ContactSteps.PublishedAsync(
            A, ContactSteps.Draft("ci:space", "Space Desk"), Drafts.To("XB"));
        var address = $"/records/{contact.RecordId}";
        await using var author = await Visit.AsAsync(chromium, A, "author");
        await using var nominator = await Visit.AsAsync(chromium, A, "nominator");
        await using var authority = await Visit.AsAsync(chromium, A, "authority");
        await HandOverAsync(author, address);
        await author.PressAsync("Begin a version with the handover");
        await author.PressAsync("Submit to a second person");

        await authority.OpenAsync(address);
        await authority.PressAsync("Clear: the State signs it now");
        Assert.Equal(1, await authority.Page.Locator(".problem").CountAsync());
        await NominateAsync(nominator, address);
        await authority.OpenAsync(address);
        await authority.PressAsync("Clear: the State signs it now");
        await authority.Page.Locator("a", new() { HasText = "Release…" }).ClickAsync();
        await authority.PressAsync("Add those who were given an earlier version");
        Assert.True(await authority.Page.IsCheckedAsync("[name='g0.to'][value='state:XB']"));
        await authority.Page.SelectOptionAsync("[name='g0.tlp']", "TLP:GREEN");
        await authority.PressAsync("Preview");
        await authority.PressAsync("Release exactly this");
        await authority.MustBeAtAsync(new Uri(authority.Origin, address + "?done=released").ToString());

        var held = await ShareSteps.HeldAsync(
            B, contact.RecordId, view => view.Body.PointOfContact.Handover is not null);
        Assert.Equal(["A. Example", "B. Follower"], held.Body.PointOfContact.Persons.Select(one => one.Name[0].Text_));
        Assert.Empty(author.Complaints.Concat(nominator.Complaints).Concat(authority.Complaints));
    }

    private static async Task HandOverAsync(Visit author, string address)
    {
        await author.OpenAsync(address);
        await author.Page.Locator("summary", new() { HasText = "Hand over…" }).ClickAsync();
        var handover = author.Page.Locator("details[open]");
        var now = TimeProvider.System.GetUtcNow();
        await handover.Locator("[name=from]").FillAsync(Minute(now.AddDays(-1)));
        await handover.Locator("[name=until]").FillAsync(Minute(now.AddDays(6)));
        await handover.Locator("[name=leaving]").CheckAsync();
        await handover.Locator("[name=following-name]").FillAsync("B. Follower");
        await author.ShootAsync("handover");
    }

    private static async Task NominateAsync(Visit nominator, string address)
    {
        await nominator.OpenAsync(address);
        await nominator.Page.Locator("summary", new() { HasText = "Nominate…" }).ClickAsync();
        await nominator.Page.FillAsync("[name=reference]", "note 2/26");
        await nominator.Page.FillAsync("[name=date]", "2026-02-03");
        await nominator.Page.FillAsync("[name=authority]", "Foreign Ministry");
        await nominator.Page.SelectOptionAsync("[name=medium]", "note-verbale");
        await nominator.PressAsync("Nominate");
    }

    private static string Minute(DateTimeOffset time) => time.ToString(
        "yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> NotificationAsync(Visit visit, string precedence, string purpose, string subject)
    {
        await visit.OpenAsync("/records/new/incident-notification");
        await TextAsync(visit, "subject", subject);
        await TextAsync(visit, "summary", "What happens, in plain words.");
        foreach (var (field, code) in new[]
        {
            ("precedence", precedence), ("purpose", purpose), ("stage", "initial"), ("crossBorder", "no"),
            ("maliceSuspected", "no"),
        })
        {
            await visit.Page.SelectOptionAsync($"[name='f.{field}']", code);
        }

        var aware = TimeProvider.System.GetUtcNow().AddHours(-1);
        await visit.Page.FillAsync("[name='f.awareAt']", Minute(aware));
        await AddresseeAsync(visit);
        await visit.SaveAsync();
        return new Uri(visit.Page.Url).AbsolutePath;
    }

    private static async Task AddresseeAsync(Visit visit)
    {
        await visit.Page.SelectOptionAsync("[name='f.addressees[0].participantId']", Drafts.IdOf("XB"));
        await visit.Page.SelectOptionAsync("[name='f.addressees[0].role']", "action");
    }

    private static Task TextAsync(Visit visit, string field, string text) =>
        visit.Page.FillAsync($"[name='f.{field}[0].text']", text);

    private async Task<RecordView> ReadAsync(string address) => await A.Publishing("author").GetRecordAsync(
        new GetRecordRequest { Record = address.Split('/')[^1] });

    private async Task AcknowledgedAsync(string address)
    {
        await ShareSteps.HeldAsync(B, address.Split('/')[^1], _ => true);
        await B.Messaging("duty").AcknowledgeAsync(new AcknowledgeRequest
        {
            CommandId = Drafts.NewCommand(), Record = address.Split('/')[^1], DutyDesk = "XB desk",
        });
        await TwoNodes.UntilAsync(
            () => ReadAsync(address), view => view.Recipients.Single().Receipt == "acknowledged");
    }

    private async Task AttestedAsync(string record)
    {
        var held = await ShareSteps.HeldAsync(B, record, view => view.State == "withdrawn");
        var cleared = await Flow.ClearedAsync(B, new DraftRecordRequest
        {
            CommandId = Drafts.NewCommand(),
            Context = "actual",
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody
            {
                DeletionAttestation = new DeletionAttestation
                {
                    OfRecord = new RecordReference { RecordId = record, ContentHash = held.ContentHash },
                    Result = "deleted",
                    At = TimeProvider.System.GetUtcNow().ToTimestamp(),
                },
            },
        });
        await B.Publishing("authority").ReleaseRecordAsync(Flow.Release(cleared, Drafts.To("XA")));
    }
}
