using System.Globalization;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>The contact of domain.md §4.26 as XB sees it, line by line.</summary>
public sealed class WorkedContactTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private static readonly DateTimeOffset Checked = TimeProvider.System.GetUtcNow().AddDays(-12);
    private static readonly DateTimeOffset LongAgo = TimeProvider.System.GetUtcNow().AddDays(-204);

    [Fact]
    [Trait("Example", "contact")]
    public async Task The_contact_of_the_worked_example_reads_at_its_recipient_as_it_is_written_there()
    {
        var diplomatic = await ReleasedAsync(ContactSteps.Draft("consultations", "Foreign Ministry"));
        var draft = ContactSteps.Draft("incident-technical", "");
        Fill(draft.Body.PointOfContact, diplomatic.RecordId);
        draft.AuthoritativeLanguages[0] = "fr";
        var released = await ReleasedAsync(draft);
        var held = await ShareSteps.HeldAsync(nodes.B, released.RecordId, _ => true);
        await CheckedAsync(released.RecordId, "voice", Checked);
        await CheckedAsync(released.RecordId, "inbox", Checked);
        await CheckedAsync(released.RecordId, "mail", LongAgo);

        var answer = await ContactSteps.LookupAsync(
            ContactSteps.Directory(nodes.B),
            new LookupRequest { State = "XA", Topic = "ci:energy", Precedence = "flash", Lang = "fr" },
            found => found.Contacts.Count == 1);
        var health = await ContactSteps.Directory(nodes.B).GetContactHealthAsync(
            new GetContactHealthRequest { Record = released.RecordId });
        var (_, card) = await ContactSteps.ExportAsync(ContactSteps.Directory(nodes.B), "card", "XA");

        Assert.Equal(Expected(), LinesOf(held, health, diplomatic.RecordId));
        Assert.Equal(
            ("Centre de veille [Duty Centre (en, official)]", "+442079460101", true),
            (answer.Contacts[0].Office, answer.Contacts[0].Channels[0].Value, answer.Contacts[0].OnDutyNow));
        Assert.Equal("fictional State used for demonstration", answer.DesignationNote);
        Assert.Contains("imply no opinion", card, StringComparison.Ordinal);
        Assert.True(answer.Facts.AsOf > held.AuthoredAt);
    }

    private static string[] Expected() =>
    [
        "PoC XA kind technical + crisis-duty-desk nominated 2026-02-03 (ref. note 11-4/26)",
        "office fr \"Centre de veille\" (authoritative) / en \"Duty Centre\" (official)",
        "topics incident-technical, ci:energy, ci:health not for: consultations -> see diplomatic PoC",
        $"1 voice +442079460101 24x7 verified 12 days ago ({Day(Checked)}) by check: answered",
        $"2 node-inbox node 24x7 verified 12 days ago ({Day(Checked)}) by check: answered",
        $"3 e-mail duty@cert.example office STALE {Day(LongAgo)}",
        "hours mon tue wed thu fri 08:00-17:00 Europe/Vilnius",
        "speaks fr,en working; es basic up to FLASH",
        "marking TLP:GREEN onward: not-without-consent",
    ];

    private static string[] LinesOf(RecordView held, GetContactHealthResponse health, string diplomatic)
    {
        var contact = held.Body.PointOfContact;
        return
        [
            $"PoC {held.Originator} kind {string.Join(" + ", contact.Kinds)} nominated {contact.Nomination.Date} "
                + $"(ref. {contact.Nomination.ReferenceNo})",
            "office " + string.Join(
                " / ", contact.OfficeName.Select(text => $"{text.Lang} \"{text.Text_}\" ({text.Status})")),
            $"topics {string.Join(", ", contact.Competences)} not for: " + string.Join(", ", contact.NotFor.Select(
                one => $"{one.Topic} -> see {(one.ContactId == diplomatic ? "diplomatic PoC" : one.ContactId)}")),
            .. contact.Channels.Zip(health.Channels, ChannelLine),
            $"hours {string.Join(' ', contact.Schedule.Shifts.Select(shift => shift.Weekday))} "
                + $"{contact.Schedule.Shifts[0].From}-{contact.Schedule.Shifts[0].To} {contact.Schedule.TimeZone}",
            "speaks " + string.Join("; ", contact.Languages.GroupBy(one => one.Level).Select(
                level => $"{string.Join(',', level.Select(one => one.Lang))} {level.Key}"))
                + $" up to {contact.MaxPrecedence.ToUpperInvariant()}",
            $"marking {held.Marking.Tlp} onward: {held.Marking.OnwardSharing}",
        ];
    }

    private static string ChannelLine(Channel channel, ChannelHealthView health) =>
        $"{channel.PriorityOrder} {channel.Type} {(channel.Value.Length > 0 ? channel.Value : "node")} {channel.Hours} "
        + (health.Health == "stale"
            ? $"STALE {Day(health.VerifiedAt.ToDateTimeOffset())}"
            : health.Sentence);

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Fill(PointOfContact contact, string diplomatic)
    {
        contact.Kinds.Clear();
        contact.Kinds.Add(["technical", "crisis-duty-desk"]);
        contact.OfficeName.Clear();
        contact.OfficeName.Add(new Text { Lang = "fr", Text_ = "Centre de veille", Status = "authoritative" });
        contact.OfficeName.Add(new Text { Lang = "en", Text_ = "Duty Centre", Status = "official" });
        contact.Subject[0] = new Text { Lang = "fr", Text_ = "Centre de veille", Status = "authoritative" };
        contact.Competences.Add(["ci:energy", "ci:health"]);
        contact.NotFor.Add(new NotFor { Topic = "consultations", ContactId = diplomatic });
        contact.Channels[0].Id = "voice";
        contact.Channels.Add(new Channel { Id = "inbox", Type = "node-inbox", PriorityOrder = 2, Hours = "24x7" });
        contact.Channels.Add(new Channel
        {
            Id = "mail", Type = "e-mail", Value = "duty@cert.example", PriorityOrder = 3, Hours = "office",
        });
        contact.Languages.Clear();
        contact.Languages.Add(new SpokenLanguage { Lang = "fr", Level = "working", Hours = "24x7" });
        contact.Languages.Add(new SpokenLanguage { Lang = "en", Level = "working", Hours = "24x7" });
        contact.Languages.Add(new SpokenLanguage { Lang = "es", Level = "basic", Hours = "24x7" });
        contact.MaxPrecedence = "flash";
        contact.Schedule = new Schedule { TimeZone = "Europe/Vilnius" };
        contact.Schedule.Shifts.Add(new[] { "mon", "tue", "wed", "thu", "fri" }.Select(
            day => new Shift { Weekday = day, From = "08:00", To = "17:00" }));
    }

    private async Task<RecordCommandReply> ReleasedAsync(DraftRecordRequest draft)
    {
        var drafted = await nodes.A.Publishing("author").DraftRecordAsync(draft);
        return await ContactSteps.ReleasedAsync(
            nodes.A, await ContactSteps.NominatedAsync(nodes.A, drafted, "note 11-4/26"), Drafts.To("XB", "persons"));
    }

    private Task CheckedAsync(string record, string channel, DateTimeOffset at) =>
        ContactSteps.Directory(nodes.B).RecordVerificationAsync(new RecordVerificationRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = record,
            ChannelId = channel,
            Method = "check",
            Result = "acknowledged-in-time",
            TriedAt = at.ToTimestamp(),
        }).ResponseAsync;
}
