using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Release;

/// <summary>Lets a cleared version leave to an audience, part by part; or shows what would leave.</summary>
internal sealed class ReleaseCommand
{
    private readonly RecordTarget target = new();

    private readonly Option<string[]> to = new("--to")
    {
        Description = "Who may hold it: state:XB, body:XO (its members), secretariat:XO or public " +
            "(everyone, on the public page). Repeat for several.",
        HelpName = "AUDIENCE",
    };

    private readonly Option<string[]> except = new("--except")
    {
        Description = "Who may not, even as a member of a body. Exclusion wins. Repeat for several.",
        HelpName = "AUDIENCE",
    };

    private readonly Option<string?> tlp = new Option<string?>("--tlp")
    {
        Description = "TLP:RED, TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR.",
        HelpName = "LABEL",
    }.Offer(GrantText.Labels);

    private readonly Option<string?> onward = new Option<string?>("--onward")
    {
        Description = "not-without-consent (default) or within-tlp.",
    }.AcceptOnlyFromAmong("not-without-consent", "within-tlp");

    private readonly Option<string[]> parts = new("--parts")
    {
        Description = "Only these parts, e.g. sections/annex-2. Repeat for several.",
        HelpName = "PART",
    };

    private readonly Option<string[]> exceptParts = new("--except-parts")
    {
        Description = "All parts but these, e.g. persons/officer-1. Repeat for several.",
        HelpName = "PART",
    };

    private readonly Option<string[]> notes = new("--note")
    {
        Description = "A limit in your words; it binds.",
        HelpName = "[LANG:]TEXT",
    };

    private readonly Option<string?> audience = new Option<string?>("--audience")
    {
        Description = "hidden (default) or shown: whether recipients see the list of recipients.",
    }.AcceptOnlyFromAmong("hidden", "shown");

    private readonly Option<string?> bodies = new Option<string?>("--bodies")
    {
        Description = "frozen (default): the members as of now. follows-membership: whoever joins later is given it " +
            "then.",
    }.AcceptOnlyFromAmong("frozen", "follows-membership");

    private readonly Option<string[]> quotes = new("--quotes")
    {
        Description = "A record of another that this one quotes, or parts of it; it goes no further than allowed " +
            "there. Repeat for several.",
        HelpName = "RECORD[=PART,PART]",
    };

    private readonly Option<string[]> grants = new("--grant")
    {
        Description = "A further audience with its own marking and parts. Repeat for several.",
        HelpName = "GRANT",
    };

    private readonly Option<bool> preview = new("--preview")
    {
        Description = "Show, per recipient, the exact content that would leave. Nothing leaves.",
    };

    private readonly Option<string?> breakGlass = new("--break-glass")
    {
        Description = "Duty officer alone, immediate and flash only: why. It is flagged and reviewed within 24 h.",
        HelpName = "REASON",
    };

    private readonly Option<string[]> relates = new("--relates-to")
    {
        Description = "Record id that this one refers to.",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new ReleaseCommand();
        var command = new CbmxCommand(
            "release",
            "Let a cleared record leave to an audience. Nothing leaves without this; you must not be its author.",
            "cbmx release XA-2026-7K3QD4 --to body:XO --except XC --tlp TLP:GREEN --preview",
            "cbmx release XA-2026-7K3QD4 --to body:XO --tlp TLP:GREEN --except-parts sections/annex-2 " +
            "--grant \"to=state:XB; tlp=TLP:AMBER\"");
        command.With(
        [
            .. self.target.Symbols, self.to, self.except, self.tlp, self.onward, self.parts, self.exceptParts,
            self.notes, self.audience, self.bodies, self.quotes, self.grants, self.preview, self.breakGlass,
            self.relates,
        ]);
        command.Validators.Add(result =>
        {
            if (result.GetResult(self.to) is null && result.GetResult(self.grants) is null)
            {
                result.AddError("Say who may hold it: --to state:XB, --to body:XO or --to secretariat:XO.");
            }
            else if (result.GetResult(self.to) is not null && result.GetResult(self.tlp) is null)
            {
                result.AddError("Say how it is marked: --tlp TLP:GREEN, for example.");
            }
        });
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var all = Grants(session);
        var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
        var request = new ReleaseRecordRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            Grants = { all },
            BreakGlassReason = session.Get(breakGlass) ?? "",
            RelatesTo = { session.Get(relates) ?? [] },
            Quotes = { (session.Get(quotes) ?? []).Select(QuoteOf) },
        };
        if (session.Get(preview))
        {
            var shown = await session.AskAsync(
                options => session.Publishing.PreviewReleaseAsync(request, options), cancellation)
                    .ConfigureAwait(false);
            ReleaseText.WritePreview(session, shown);
            return ExitCode.Done;
        }

        var reply = await session.AskAsync(
            options => session.Publishing.ReleaseRecordAsync(request, options), cancellation).ConfigureAwait(false);
        ReleaseText.Write(session, reply, target.IsReceipted);
        return ExitCode.Done;
    }

    private static Quote QuoteOf(string given)
    {
        var pair = given.Split('=', 2);
        var parts = pair.Length == 2 ? pair[1].Split(',', StringSplitOptions.RemoveEmptyEntries) : [];
        return new Quote { Record = pair[0], Parts = { parts } };
    }

    private List<ReleaseGrant> Grants(NodeSession session)
    {
        var all = new List<ReleaseGrant>();
        if (session.Get(to) is { Length: > 0 } members)
        {
            all.Add(new ReleaseGrant
            {
                Include = { members.Select(GrantText.Member) },
                Exclude = { (session.Get(except) ?? []).Select(GrantText.Member) },
                Marking = new Marking
                {
                    Tlp = GrantText.Tlp(session.Get(tlp)!),
                    OnwardSharing = session.Get(onward) ?? "",
                    HandlingNotes = { (session.Get(notes) ?? []).Select(GrantText.Note) },
                },
                OnlyParts = { session.Get(parts) ?? [] },
                ExceptParts = { session.Get(exceptParts) ?? [] },
                AudienceVisibility = session.Get(audience) ?? "",
                BodyMode = session.Get(bodies) ?? "",
            });
        }

        all.AddRange((session.Get(grants) ?? []).Select(GrantText.Read));
        return all;
    }
}
