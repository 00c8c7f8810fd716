using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Streams;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Peers;

/// <summary>Who this node exchanges with.</summary>
internal static class PeerCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("peer", "Other participants and the state of the exchange with them.").With(
            List(context),
            Pause(context, "pause", paused: true, "Stop the exchange with a peer; it sees \"not connected since\"."),
            Pause(context, "resume", paused: false, "Resume the exchange with a peer."),
            ReleaseFault(context),
            Generation(context));

    private static CbmxCommand List(CliContext context)
    {
        var command = new CbmxCommand("list", "List the participants and whether their node is connected.");
        return context.Run(command, async (session, cancellation) =>
        {
            var all = await session.AskAsync(
                options => session.Directory.ListParticipantsAsync(new ListParticipantsRequest(), options),
                cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(all);
                return ExitCode.Done;
            }

            var streams = await StreamCommands.ReadAsync(session, cancellation).ConfigureAwait(false);
            Write(session.Screen, all, streams);
            return ExitCode.Done;
        });
    }

    private static void Write(Screen screen, ListParticipantsResponse all, ListStreamsResponse streams)
    {
        var table = new TextTable("participant", "kind", "name", "status", "node", "exchange");
        foreach (var one in all.Participants)
        {
            var states = streams.Streams.Where(stream => stream.Designator == one.Designator)
                .Select(stream => $"{stream.Direction}: {stream.State}");
            table.Row(one.Designator, one.Kind, one.Name, one.Status, one.Node, string.Join("  ", states));
        }

        screen.Table(table);
        foreach (var body in all.Bodies)
        {
            screen.Line($"{body.Acronym}  {body.Name}   {body.MemberTerm}: {string.Join(' ', body.Members)}" +
                $"   secretariat: {body.Secretariat}");
        }

        screen.Quiet(FactsText.Of(all.Facts, "participant", "participants"));
        var notes = all.Participants.Select(one => one.DesignationNote).Where(note => note.Length > 0).Distinct();
        foreach (var note in notes)
        {
            screen.Quiet($"* {note}");
        }
    }

    private static CbmxCommand Pause(CliContext context, string name, bool paused, string description)
    {
        var peer = Peer();
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(name, description, $"cbmx peer {name} XB");
        return context.Run(command.With(peer, commandId), async (session, cancellation) =>
        {
            var request = new PausePeerRequest
            {
                CommandId = session.CommandId(commandId),
                Participant = session.Get(peer),
                Paused = paused,
            };
            var reply = await session.AskAsync(
                options => session.Administration.PausePeerAsync(request, options), cancellation).ConfigureAwait(false);
            Said(session, reply, $"The exchange with {request.Participant} is {(paused ? "paused" : "resumed")}.");
            return ExitCode.Done;
        });
    }

    private static CbmxCommand Generation(CliContext context)
    {
        var peer = Peer();
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "new-generation",
            "After a lost backup: open a new generation of the stream to a peer. It takes two different officers.");
        return context.Run(command.With(peer, commandId), async (session, cancellation) =>
        {
            var request = new OpenGenerationRequest
            {
                CommandId = session.CommandId(commandId),
                Participant = session.Get(peer),
            };
            var reply = await session.AskAsync(
                options => session.Administration.OpenGenerationAsync(request, options), cancellation)
                .ConfigureAwait(false);
            Said(session, reply, reply.Generation == 0
                ? "Noted. It takes effect when a second officer says the same."
                : $"The stream to {request.Participant} goes on in generation {reply.Generation}.");
            return ExitCode.Done;
        });
    }

    private static CbmxCommand ReleaseFault(CliContext context)
    {
        var peer = Peer();
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "release-fault",
            "Let the stream of a peer go on that a fault stopped. It takes two different officers.",
            "cbmx peer release-fault XB");
        return context.Run(command.With(peer, commandId), async (session, cancellation) =>
        {
            var request = new ReleasePeerFaultRequest
            {
                CommandId = session.CommandId(commandId),
                Participant = session.Get(peer),
            };
            var reply = await session.AskAsync(
                options => session.Administration.ReleasePeerFaultAsync(request, options), cancellation)
                .ConfigureAwait(false);
            Said(session, reply, reply.Released
                ? $"{reply.Fault} of {request.Participant} is released; its stream is asked for again."
                : $"Noted for {reply.Fault}. It takes effect when a second officer says the same within 24 hours.");
            return ExitCode.Done;
        });
    }

    private static Argument<string> Peer() => new("peer") { Description = "Designator or id.", HelpName = "PEER" };

    private static void Said(NodeSession session, Google.Protobuf.IMessage reply, string sentence)
    {
        if (session.AsJson)
        {
            session.Screen.Json(reply);
        }
        else
        {
            session.Screen.Strong(sentence);
        }
    }
}
