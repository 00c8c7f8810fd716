using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Contacts: draft, nominate, confirm, unavailable, handover, end, verify, due, list, show.</summary>
internal static class ContactCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("contact", "Points of contact: an office with a function and the ways to reach it.").With(
            ContactDraft.Build(context),
            NominateCommand.Build(context),
            ConfirmContactCommand.Build(context),
            UnavailableCommand.Build(context),
            HandoverCommand.Build(context),
            EndCommand.Build(context),
            VerifyContactCommand.Build(context),
            DueCommand.Build(context),
            List(context),
            HealthText.Show(context));

    private static CbmxCommand List(CliContext context)
    {
        var state = new Argument<string?>("state")
        {
            Description = "Only contacts of this State (code or designator).",
            HelpName = "STATE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var kind = new Option<string?>("--kind") { Description = "Only this kind, e.g. technical." }
            .Offer(ContactDraft.Kinds);
        var command = new CbmxCommand(
            "list", "List the contacts that this node holds.", "cbmx contact list XA --kind technical");
        return context.Run(command.With(state, kind), async (session, cancellation) =>
        {
            var all = await ReadAllAsync(session, session.Get(state) ?? "", session.Get(kind) ?? "", cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            Write(session.Screen, all);
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ListContactsResponse all)
    {
        var table = new TextTable("of", "record", "office", "kinds", "on duty", "first channel", "marking", "health");
        foreach (var contact in all.Contacts)
        {
            table.Row(
                contact.Originator,
                contact.ReferenceNumber.Length > 0 ? contact.ReferenceNumber : contact.RecordId,
                contact.Office,
                string.Join(" + ", contact.Kinds),
                contact.OnDutyNow ? "now" : "no",
                contact.Channels.Count > 0 ? contact.Channels[0].Value : "",
                contact.Tlp,
                $"{contact.Health} {LastOf(contact)}".TrimEnd());
        }

        screen.Table(table);
        screen.Quiet(FactsText.Of(all.Facts, "contact", "contacts"));
    }

    // The day on which a channel of it was last verified.
    private static string LastOf(ContactAnswer contact) =>
        contact.ChannelHealth.Where(channel => channel.VerifiedAt is not null)
            .Select(channel => TimeText.Of(channel.VerifiedAt)[..10]).Max(StringComparer.Ordinal) ?? "";

    private static async Task<ListContactsResponse> ReadAllAsync(
        NodeSession session, string state, string kind, CancellationToken cancellation)
    {
        var request = new ListContactsRequest { State = state, Kind = kind, PageSize = ReadingCommands.PageItems };
        var all = new ListContactsResponse();
        for (var page = 0; page < ReadingCommands.PagesMax; page++)
        {
            var answer = await session.AskAsync(
                options => session.Directory.ListContactsAsync(request, options), cancellation).ConfigureAwait(false);
            all.Contacts.Add(answer.Contacts);
            all.Facts = Facts.Joined(all.Facts, answer.Facts, all.Contacts.Count);
            request.PageToken = answer.NextPageToken;
            if (answer.NextPageToken.Length == 0)
            {
                break;
            }
        }

        return all;
    }
}
