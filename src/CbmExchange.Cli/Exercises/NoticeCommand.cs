using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Cli.Release;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>The director's notice: written, submitted, and with a reason for acting alone sent at once.</summary>
internal sealed class NoticeCommand
{
    private readonly Argument<string> exercise = ExerciseCommands.Exercise();

    private readonly Option<string[]> reason = new("--reason")
    {
        Description = "Why, for those who play. Repeat for several languages.",
        HelpName = "[LANG:]TEXT",
    };

    private readonly Option<bool> noDuff = new("--no-duff")
    {
        Description = "Because of a real event: the notice says NO DUFF.",
    };

    private readonly Option<string?> breakGlass = new("--break-glass")
    {
        Description = "Duty officer alone: send it now, and why. It is flagged and reviewed within 24 h.",
        HelpName = "REASON",
    };

    private readonly Option<string> tlp = new Option<string>("--tlp")
    {
        Description = "How it is marked; TLP:AMBER when you do not say.",
        HelpName = "LABEL",
        DefaultValueFactory = _ => "TLP:AMBER",
    }.Offer(GrantText.Labels);

    public static CbmxCommand Build(CliContext context, string name, string kind, string description)
    {
        var self = new NoticeCommand();
        var command = new CbmxCommand(
            name, description, $"cbmx exercise {name} EX-2027-1",
            $"cbmx exercise {name} EX-2027-1 --break-glass \"Nobody else is on duty.\"");
        command.With(self.exercise, self.reason);
        if (kind == "pause")
        {
            command.With(self.noDuff);
        }

        return context.Run(
            command.With(self.breakGlass, self.tlp),
            (session, cancellation) => self.RunAsync(session, kind, cancellation));
    }

    private async Task<int> RunAsync(NodeSession session, string kind, CancellationToken cancellation)
    {
        var id = session.Get(exercise)!;
        var found = await ExerciseCommands.FindAsync(session, id, "", cancellation).ConfigureAwait(false);
        var directed = found.Exercises.FirstOrDefault(one => one.IsDirector)
            ?? throw new CommandStopped(
                ExitCode.Refused, $"{id} is directed by {found.Exercises[0].Director}: only its node can do this.");
        var drafted = await session.AskAsync(
            options => session.Publishing.DraftRecordAsync(DraftOf(session, id, kind), options), cancellation)
            .ConfigureAwait(false);
        var submit = On(session, drafted);
        var submitted = await session.AskAsync(
            options => session.Publishing.SubmitRecordAsync(submit, options), cancellation).ConfigureAwait(false);
        var to = directed.Participants.Where(one => one != directed.Director).ToList();
        if (session.Get(breakGlass) is { } alone)
        {
            await SendAsync(session, submitted, to, alone, cancellation).ConfigureAwait(false);
            return ExitCode.Done;
        }

        var number = CommandReplyText.NumberOf(submitted);
        var audience = string.Join(' ', to.Select(one => $"--to state:{one}"));
        CommandReplyText.Write(
            session, submitted, "Written and submitted",
            $"Nothing has left yet. A second person: `cbmx clear {number}`, then "
                + $"`cbmx release {number} {audience} --tlp {session.Get(tlp)}`.");
        return ExitCode.Done;
    }

    private DraftRecordRequest DraftOf(NodeSession session, string id, string kind)
    {
        var isReal = session.Get(noDuff);
        var notice = new ExerciseNotice
        {
            Subject = { TextArgument.Read([SubjectOf(kind, isReal)], ["en"]) },
            Precedence = "immediate",
            Kind = isReal ? "no-duff" : kind,
        };
        if (session.Get(reason) is { Length: > 0 } words)
        {
            notice.Reason.AddRange(TextArgument.Read(words, ["en"]));
        }

        return new DraftRecordRequest
        {
            CommandId = session.Shell.NewId().ToString(),
            Context = "exercise",
            ExerciseId = id,
            AuthoritativeLanguages = { "en" },
            Body = new RecordBody { ExerciseNotice = notice },
        };
    }

    private static string SubjectOf(string kind, bool isReal) =>
        isReal ? "NO DUFF. The exercise is paused for a real event."
        : kind == "pause" ? "The exercise is paused."
        : kind == "resume" ? "The exercise goes on."
        : "The exercise has ended.";

    private static RecordCommand On(NodeSession session, RecordCommandReply reply) => new()
    {
        CommandId = session.Shell.NewId().ToString(),
        RecordId = reply.RecordId,
        ExpectedVersion = reply.HeldVersion,
    };

    private async Task SendAsync(
        NodeSession session, RecordCommandReply submitted, List<string> to, string alone,
        CancellationToken cancellation)
    {
        var on = On(session, submitted);
        var request = new ReleaseRecordRequest
        {
            CommandId = on.CommandId,
            RecordId = on.RecordId,
            ExpectedVersion = on.ExpectedVersion,
            BreakGlassReason = alone,
            Grants =
            {
                new ReleaseGrant
                {
                    Include = { to.Select(one => new AudienceMember { Participant = one }) },
                    Marking = new Marking { Tlp = GrantText.Tlp(session.Get(tlp)!) },
                },
            },
        };
        var reply = await session.AskAsync(
            options => session.Publishing.ReleaseRecordAsync(request, options), cancellation).ConfigureAwait(false);
        ReleaseText.Write(session, reply, isReceipted: true);
    }
}
