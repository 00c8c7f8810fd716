using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>The short form of a contact: one command line instead of a file.</summary>
internal sealed class ContactDraft
{
    /// <summary>Kinds of contact (domain.md §4.25).</summary>
    public static readonly string[] Kinds =
        ["diplomatic", "policy", "technical", "law-enforcement", "legal", "crisis-duty-desk"];

    private readonly DraftOptions draft = new();

    private readonly Option<string[]> office = Many("--office", "Name of the office, not of a person.", "[LANG:]TEXT");

    private readonly Option<string[]> kinds = Many(
        "--kind", "diplomatic, policy, technical, law-enforcement, legal or crisis-duty-desk.", "KIND").Offer(Kinds);

    private readonly Option<string[]> topics = Many(
        "--topic", "What it answers for, e.g. incident-state-level, incident-technical, ci:energy.", "TOPIC");

    private readonly Option<string[]> channels = Many(
        "--channel", "A way to reach it, first to try first: ID=TYPE:VALUE[,24x7|office][,secure].", "CHANNEL");

    private readonly Option<string[]> persons = Many(
        "--person", "A named officer (personal data; can be withheld): ID=[LANG:]NAME.", "PERSON");

    private readonly Option<string[]> languages = Many("--speaks", "Language spoken: TAG[:working|basic].", "TAG");

    private readonly Option<bool> always = new("--24x7") { Description = "Someone answers at any hour." };

    private readonly Option<string[]> shifts = Many("--shift", "Duty hours: mon-fri=08:00-17:00.", "DAYS=FROM-TO");

    private readonly Option<string?> zone = new("--time-zone")
    {
        Description = "IANA name of the duty hours.",
        HelpName = "ZONE",
    };

    private readonly Option<string?> outOfHours = new("--out-of-hours")
    {
        Description = "Outside the duty hours: next-working-day, contact:ID or channel:ID.",
    };

    private readonly Option<string?> maxPrecedence = new("--max-precedence")
    {
        Description = "Highest precedence that the desk accepts.",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new ContactDraft();
        var command = new CbmxCommand(
            "draft",
            "Write a first draft of a contact.",
            "cbmx contact draft --file contact.json",
            "cbmx contact draft --office \"Duty Centre\" --kind crisis-duty-desk --topic incident-state-level " +
            "--channel duty-phone=voice:+442079460101,24x7 --speaks en --24x7");
        return context.Run(
            command.With(
            [
                .. self.draft.Symbols, self.office, self.kinds, self.topics, self.channels, self.persons,
                self.languages, self.always, self.shifts, self.zone, self.outOfHours, self.maxPrecedence,
            ]),
            self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var contact = draft.ReadContent<PointOfContact>(session);
        var lang = draft.Languages(session);
        contact.OfficeName.Add(TextArgument.Read(session.Get(office), lang));
        contact.Kinds.Add(session.Get(kinds) ?? []);
        contact.Competences.Add(session.Get(topics) ?? []);
        contact.ReportsUnder.Add(session.Get(draft.Measures) ?? []);
        contact.Persons.Add((session.Get(persons) ?? []).Select(person => ContactParts.Person(person, lang)));
        contact.Languages.Add((session.Get(languages) ?? []).Select(ContactParts.Language));
        AddChannels(session, contact);
        SetCoverage(session, contact);
        if (contact.Subject.Count == 0)
        {
            contact.Subject.Add(contact.OfficeName.Select(text => text.Clone()));
        }

        contact.MaxPrecedence = session.Get(maxPrecedence) ?? contact.MaxPrecedence;
        return draft.SendAsync(session, new RecordBody { PointOfContact = contact }, cancellation);
    }

    private void AddChannels(NodeSession session, PointOfContact contact)
    {
        foreach (var given in session.Get(channels) ?? [])
        {
            contact.Channels.Add(ContactParts.Channel(given, contact.Channels.Count + 1));
        }
    }

    private void SetCoverage(NodeSession session, PointOfContact contact)
    {
        if (session.Get(always))
        {
            contact.Coverage = "24x7";
        }

        foreach (var given in session.Get(shifts) ?? [])
        {
            contact.Coverage = "schedule";
            contact.Schedule ??= new Schedule();
            contact.Schedule.Shifts.Add(ContactParts.Shifts(given));
        }

        if (contact.Schedule is not null && session.Get(zone) is { } name)
        {
            contact.Schedule.TimeZone = name;
        }

        contact.OutOfHours = session.Get(outOfHours) ?? contact.OutOfHours;
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description + " Repeat for several.", HelpName = help };
}
