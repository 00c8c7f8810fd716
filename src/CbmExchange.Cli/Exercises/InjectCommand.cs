using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Cli.Release;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Sync.V1;

namespace CbmExchange.Cli.Exercises;

/// <summary>Gives a cleared inject to its players, without what is expected of them.</summary>
internal static class InjectCommand
{
    // What players must not read: what they are expected to do, and who else is given it.
    private static readonly string[] ForControllers = ["expectedAction", "to"];

    public static CbmxCommand Build(CliContext context)
    {
        var target = new RecordTarget();
        var tlp = new Option<string>("--tlp")
        {
            Description = "How it is marked; TLP:AMBER when you do not say.",
            HelpName = "LABEL",
            DefaultValueFactory = _ => "TLP:AMBER",
        }.Offer(GrantText.Labels);
        var command = new CbmxCommand(
            "inject",
            "Give a cleared inject to the players that it names, now. They do not read what is expected of them.",
            "cbmx record draft --type exercise-inject --context exercise --exercise-id EX-2027-1 --content inject.json",
            "cbmx exercise inject XA-2026-7K3QD4");
        return context.Run(command.With([.. target.Symbols, tlp]), async (session, cancellation) =>
        {
            var inject = await RecordTarget.ReadAsync(session, session.Get(target.Record)!, cancellation)
                .ConfigureAwait(false);
            if (inject.RecordType != "exercise-inject")
            {
                throw CommandStopped.Usage($"{session.Get(target.Record)} is no inject; it is: {inject.RecordType}.");
            }

            var on = await target.CommandAsync(session, cancellation).ConfigureAwait(false);
            var request = new ReleaseRecordRequest
            {
                CommandId = on.CommandId,
                RecordId = on.RecordId,
                ExpectedVersion = on.ExpectedVersion,
                Grants = { ToPlayers(inject, session.Get(tlp)!) },
            };
            var reply = await session.AskAsync(
                options => session.Publishing.ReleaseRecordAsync(request, options), cancellation)
                .ConfigureAwait(false);
            ReleaseText.Write(session, reply, isReceipted: true);
            return ExitCode.Done;
        });
    }

    private static ReleaseGrant ToPlayers(RecordView inject, string tlp) => new()
    {
        Include = { inject.Body.ExerciseInject.To.Select(one => new AudienceMember { Participant = one }) },
        Marking = new Marking { Tlp = GrantText.Tlp(tlp) },
        ExceptParts = { ForControllers },
    };
}
