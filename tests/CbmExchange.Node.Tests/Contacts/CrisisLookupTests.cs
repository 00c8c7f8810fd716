using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Faults;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;
using Grpc.Core;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>
/// 03:10: XB asks whom to call in XA, first while all is well, then with PostgreSQL stopped and XA's node gone
/// (A/68/98 §26(c); domain.md §5.3 J11, J14).
/// </summary>
public sealed class CrisisLookupTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly LookupRequest Question = new()
    {
        State = "XA",
        Topic = "incident-state-level",
        Precedence = "immediate",
        Lang = "fr",
    };

    [Fact]
    [Trait("Proves", "26c-contacts")]
    [Trait("Journey", "J11")]
    [Trait("Journey", "J14")]
    public async Task The_contact_on_duty_is_answered_with_its_last_check_also_when_everything_else_is_down()
    {
        await using var xb = await NodeProcess.MakeAsync("XB");
        await xb.StartAsync();
        await using var homeA = await HomeOfAAsync();
        var xa = await TestNode.StartAsync(homeA);
        await AdmitEachOtherAsync(xa, xb);
        await PublishAsync(xa);
        var desk = xb.Directory("duty");
        await CheckAsync(desk);

        var live = await desk.LookupAsync(Question);
        IsWhomToCall(live);
        Assert.False(live.Facts.FromMemory);

        await xa.DisposeAsync();
        await xb.HangDatabaseAsync();
        var dark = await ContactSteps.LookupAsync(desk, Question, answer => answer.Facts.FromMemory);
        IsWhomToCall(dark);
        Assert.InRange(
            dark.Facts.AsOf.ToDateTimeOffset(),
            live.Facts.AsOf.ToDateTimeOffset().AddSeconds(-5),
            live.Facts.AsOf.ToDateTimeOffset().AddSeconds(30));

        // And on paper, from the same memory.
        var (first, card) = await ContactSteps.ExportAsync(desk, "card", "XA");
        Assert.True(first.Facts.FromMemory);
        IsCard(card);

        // A node is stopped in order only once its database is another one.
        await CommandLoad.UntilAnsweredAsync(
            () => xb.Publishing("author").DraftRecordAsync(Drafts.Strategy()).ResponseAsync);
    }

    private static async Task CheckAsync(DirectoryService.DirectoryServiceClient desk)
    {
        var found = await ContactSteps.LookupAsync(desk, Question, answer => answer.Contacts.Count == 2);
        await desk.RecordVerificationAsync(new RecordVerificationRequest
        {
            CommandId = Drafts.NewCommand(),
            Record = found.Contacts[0].RecordId,
            ChannelId = "duty",
            Method = "check",
            Result = "acknowledged-in-time",
        });
    }

    // One answer first: on duty now, its zone's time, who speaks the language, when it was last reached.
    private static void IsWhomToCall(LookupResponse answer)
    {
        var (first, then) = (answer.Contacts[0], answer.Contacts[1]);
        Assert.Equal("Crisis Desk", first.Office);
        Assert.Equal(("on-duty", "+442079460101"), (first.Duty.State, first.Channels[0].Value));
        Assert.True(first.OnDutyNow);
        Assert.NotEmpty(first.LocalTime);
        Assert.Contains("speaks fr", first.Reasons);
        Assert.Contains("duty verified within a day", string.Join('\n', first.Reasons), StringComparison.Ordinal);
        Assert.EndsWith("by check: answered", first.ChannelHealth[0].Sentence, StringComparison.Ordinal);
        Assert.Equal("signature valid", first.SignatureState);
        Assert.StartsWith("X-ray Alfa dash Two Zero", first.ReferenceSpelled, StringComparison.Ordinal);
        Assert.Equal(("Foreign Ministry", "not-on-duty"), (then.Office, then.Duty.State));
        Assert.Empty(answer.Fallbacks);
    }

    private static void IsCard(string card)
    {
        var lines = card.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 1, 66);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.Equal(("TLP:GREEN", "TLP:GREEN"), (lines[0].Trim(), lines[^1].Trim()));
        foreach (var part in (string[])
            [
                "Xandria (XA)", "as of ", "CRISIS DESK", ">>  +442 079 460 101", "24/7", "Europe/Vilnius", "en, fr",
                "duty last verified ", "A Alfa", "9 Nine", "imply no opinion",
            ])
        {
            Assert.Contains(part, card, StringComparison.Ordinal);
        }
    }

    private static async Task PublishAsync(TestNode xa)
    {
        await ContactSteps.PublishedAsync(xa, ContactSteps.Draft("incident-state-level", "Crisis Desk", contact =>
        {
            contact.Kinds[0] = "crisis-duty-desk";
            contact.Languages.Add(new SpokenLanguage { Lang = "fr", Level = "working", Hours = "24x7" });
            contact.Schedule = Office();
        }), Drafts.To("XB", "persons"));
        await ContactSteps.PublishedAsync(xa, ContactSteps.Draft("incident-state-level", "Foreign Ministry", contact =>
        {
            contact.Kinds[0] = "diplomatic";
            contact.Coverage = "schedule";
            contact.Schedule = Office();
            contact.OutOfHours = "next-working-day";
            contact.Channels[0].Hours = "office";
        }), Drafts.To("XB", "persons"));
    }

    // Half an hour on a day that is not today in any zone: closed whenever the test runs.
    private static Schedule Office() => new()
    {
        TimeZone = "Europe/Vilnius",
        Shifts =
        {
            new Shift
            {
                Weekday = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString()[..3].ToLowerInvariant(),
                From = "09:00",
                To = "09:30",
            },
        },
    };

    private async Task<TestHome> HomeOfAAsync()
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(postgres, "XA", "--endpoint", $"127.0.0.1:{port}");
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        return home;
    }

    private static async Task AdmitEachOtherAsync(TestNode xa, NodeProcess xb)
    {
        var a = await xa.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        var b = await xb.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        await AdmitAsync(xa.Administration("admin"), xa.Administration("authority"), "XB", b);
        await AdmitAsync(xb.Administration("admin"), xb.Administration("authority"), "XA", a);
    }

    private static async Task AdmitAsync(
        AdministrationService.AdministrationServiceClient admin,
        AdministrationService.AdministrationServiceClient authority, string peer, ExportDescriptorResponse descriptor)
    {
        await admin.ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = descriptor.SignedDescriptor,
        });
        await authority.AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = peer,
            Phrase = descriptor.Phrase,
        });
    }
}
