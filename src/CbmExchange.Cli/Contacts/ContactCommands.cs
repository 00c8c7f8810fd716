using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using System.CommandLine;

namespace CbmExchange.Cli.Contacts;

/// <summary>Contacts: draft, nominate, list, show.</summary>
internal static class ContactCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("contact", "Points of contact: an office with a function and the ways to reach it.").With(
            ContactDraft.Build(context),
            Nominate(context),
            List(context),
            ReadingCommands.Show(context, "Show one contact."));

    private static CbmxCommand Nominate(CliContext context)
    {
        var target = new RecordTarget();
        var reference = new Option<string>("--reference")
        {
            Description = "Number of the formal act, e.g. \"note 11-4/26\".",
            Required = true,
        };
        var authority = new Option<string>("--authority")
        {
            Description = "Office that nominates.",
            Required = true,
        };
        var date = new Option<string?>("--date") { Description = "Date of the act, YYYY-MM-DD (else today).", HelpName = "DATE" };
        var medium = new Option<string>("--medium")
        {
            Description = "How it was done: note-verbale, e-mail or node.",
            DefaultValueFactory = _ => "note-verbale",
        }.AcceptOnlyFromAmong("note-verbale", "e-mail", "node");
        var command = new CbmxCommand(
            "nominate",
            "Make a contact valid by the State's formal act. A contact that is not nominated cannot be released.",
            "cbmx contact nominate XA-2026-7K3QD4 --reference \"note 11-4/26\" --authority \"Foreign Ministry\"");
        return context.Run(
            command.With([.. target.Symbols, reference, authority, date, medium]),
            async (session, cancellation) =>
            {
                var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
                var request = new NominateContactRequest
                {
                    CommandId = on.CommandId,
                    RecordId = on.RecordId,
                    ExpectedVersion = on.ExpectedVersion,
                    Nomination = new Nomination
                    {
                        ReferenceNo = session.Get(reference)!,
                        NominatingAuthority = session.Get(authority)!,
                        Medium = session.Get(medium)!,
                        Date = session.Get(date) ?? TimeText.Of(session.Shell.Time.GetUtcNow())[..10],
                    },
                };
                var reply = await session.AskAsync(
                    options => session.Publishing.NominateContactAsync(request, options), cancellation)
                    .ConfigureAwait(false);
                CommandReplyText.Write(session, reply, "Nominated", "");
                return ExitCode.Done;
            });
    }

    private static CbmxCommand List(CliContext context)
    {
        var state = new Argument<string?>("state")
        {
            Description = "Only contacts of this State (code or designator).",
            HelpName = "STATE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var kind = new Option<string?>("--kind") { Description = "Only this kind, e.g. technical." };
        var command = new CbmxCommand("list", "List the contacts that this node holds.", "cbmx contact list XA --kind technical");
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
                contact.Health);
        }

        screen.Table(table);
        screen.Quiet(FactsText.Of(all.Facts, "contact", "contacts"));
    }

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
