using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using Google.Protobuf.WellKnownTypes;

namespace CbmExchange.Cli.Messages;

/// <summary>The short form of a notification: few words, written at 03:00.</summary>
internal sealed class NotificationDraft
{
    private readonly DraftOptions draft = new();

    private readonly Option<string?> precedence = Code("--precedence", "routine", "priority", "immediate", "flash");

    private readonly Option<string?> reason = new("--precedence-reason") { Description = "Why; needed for flash." };

    private readonly Option<string[]> subject = Texts("--subject", "What it is about, at most 140 characters.");

    private readonly Option<string[]> summary = Texts("--summary", "Plain words for a diplomat.");

    private readonly Option<string?> stage = Code(
        "--stage", "early-warning", "initial", "update", "final", "closed-false-alarm");

    private readonly Option<string?> purpose = Code(
        "--purpose", "inform", "warn", "ask-attention", "ask-assistance", "avoid-misperception");

    private readonly Option<string?> crossBorder = Code(
        "--cross-border", "yes", "possible", "no", "unknown", "declined");

    private readonly Option<string?> malice = Code("--malice-suspected", "yes", "no", "unknown", "declined");

    private readonly Option<string?> confidence = Code("--confidence", "low", "medium", "high");

    private readonly Option<string?> nature = new("--nature") { Description = "E.g. availability." };

    private readonly Option<string[]> sectors = new("--sector")
    {
        Description = "Sector affected. Repeat for several.",
    };

    private readonly Option<DateTimeOffset?> aware = TimeArgument.Option(
        "--aware-at", "When you became aware (else now).");

    private readonly Option<DateTimeOffset?> nextUpdate = TimeArgument.Option(
        "--next-update-by", "When more follows.");

    private readonly Option<string[]> to = new("--to")
    {
        Description = "Who is meant and asked to act (designator). It leaves only with `cbmx release`.",
        HelpName = "STATE",
    };

    private readonly Option<string[]> info = new("--info")
    {
        Description = "Who is told for information.",
        HelpName = "STATE",
    };

    public static CbmxCommand Build(CliContext context, string name)
    {
        var self = new NotificationDraft();
        var command = new CbmxCommand(
            name,
            "Write a first draft of an incident notification. There is no field for who is responsible, by design.",
            $"cbmx {(name == "draft" ? "notification draft" : name)} --to XA --precedence immediate --stage initial " +
            "--purpose inform --subject \"Outage of a grid control centre\" --summary \"…\" " +
            "--cross-border possible --malice-suspected unknown");
        return context.Run(
            command.With(
            [
                self.to, self.info, self.precedence, self.reason, self.subject, self.summary, self.stage, self.purpose,
                self.crossBorder, self.malice, self.confidence, self.nature, self.sectors, self.aware, self.nextUpdate,
                .. self.draft.Symbols,
            ]),
            self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var notice = draft.ReadContent<IncidentNotification>(session);
        SetCodes(session, notice);
        SetTexts(session, notice);
        if (session.Get(confidence) is { } level)
        {
            notice.Confidence = new Confidence { Level = level };
        }

        notice.AwareAt = TimeArgument.Stamp(session.Get(aware)) ?? notice.AwareAt
            ?? Timestamp.FromDateTimeOffset(session.Shell.Time.GetUtcNow());
        notice.NextUpdateBy = TimeArgument.Stamp(session.Get(nextUpdate)) ?? notice.NextUpdateBy;
        await AddresseesAsync(session, notice, cancellation).ConfigureAwait(false);
        return await draft.SendAsync(session, new RecordBody { IncidentNotification = notice }, cancellation)
            .ConfigureAwait(false);
    }

    private void SetCodes(NodeSession session, IncidentNotification notice)
    {
        notice.Precedence = session.Get(precedence) ?? notice.Precedence;
        notice.PrecedenceReason = session.Get(reason) ?? notice.PrecedenceReason;
        notice.Stage = session.Get(stage) ?? notice.Stage;
        notice.Purpose = session.Get(purpose) ?? notice.Purpose;
        notice.CrossBorder = session.Get(crossBorder) ?? notice.CrossBorder;
        notice.MaliceSuspected = session.Get(malice) ?? notice.MaliceSuspected;
        notice.Nature = session.Get(nature) ?? notice.Nature;
        notice.SectorsAffected.Add(session.Get(sectors) ?? []);
        notice.ReportsUnder.Add(session.Get(draft.Measures) ?? []);
    }

    private void SetTexts(NodeSession session, IncidentNotification notice)
    {
        var lang = draft.Languages(session);
        notice.Subject.Add(TextArgument.Read(session.Get(subject), lang));
        notice.Summary.Add(TextArgument.Read(session.Get(summary), lang));
    }

    private async Task AddresseesAsync(NodeSession session, IncidentNotification notice, CancellationToken cancellation)
    {
        var wanted = (session.Get(to) ?? []).Select(state => (state, Role: "action"))
            .Concat((session.Get(info) ?? []).Select(state => (state, Role: "info"))).ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        var known = await session.AskAsync(
            options => session.Directory.ListParticipantsAsync(new ListParticipantsRequest(), options), cancellation)
            .ConfigureAwait(false);
        foreach (var (state, role) in wanted)
        {
            var participant = known.Participants.FirstOrDefault(one => IsNamed(one, state))
                ?? throw CommandStopped.Usage(
                    $"No participant of this instance is called {state}. `cbmx peer list` shows them.");
            notice.Addressees.Add(new Addressee { ParticipantId = participant.ParticipantId, Role = role });
        }
    }

    private static bool IsNamed(ParticipantView participant, string name) =>
        participant.Designator.Equals(name, StringComparison.OrdinalIgnoreCase)
        || participant.ParticipantId.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static Option<string?> Code(string name, params string[] codes) => new Option<string?>(name)
    {
        Description = $"{string.Join(", ", codes[..^1])} or {codes[^1]}.",
        HelpName = "CODE",
    }.AcceptOnlyFromAmong(codes);

    private static Option<string[]> Texts(string name, string description) =>
        new(name) { Description = description + " Repeat for other languages.", HelpName = "[LANG:]TEXT" };
}
