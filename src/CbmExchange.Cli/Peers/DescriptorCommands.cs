using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf;

namespace CbmExchange.Cli.Peers;

/// <summary>How two participants come to trust each other: a file, and a phrase read out by its owner.</summary>
internal static class DescriptorCommands
{
    /// <summary>Limit of the node (proto/cbm/exchange/v1/administration.proto).</summary>
    private const int DescriptorBytesMax = 256 * 1024;

    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("descriptor", "Descriptors: who a participant's node is, signed by itself.").With(
            Export(context), Propose(context), Admit(context));

    private static CbmxCommand Export(CliContext context)
    {
        var file = new Option<FileInfo>("--out")
        {
            Description = "Write the descriptor to this file.",
            Required = true,
            HelpName = "FILE",
        };
        var command = new CbmxCommand(
            "export",
            "Write this node's descriptor, all versions, to a file, and show the phrase that you read out to the " +
            "other officer.",
            "cbmx descriptor export --out XA.descriptor");
        return context.Run(command.With(file), async (session, cancellation) =>
        {
            var reply = await session.AskAsync(
                options => session.Administration.ExportDescriptorAsync(new ExportDescriptorRequest(), options),
                cancellation).ConfigureAwait(false);
            var to = session.Get(file)!;
            await File.WriteAllBytesAsync(to.FullName, reply.SignedDescriptor.ToByteArray(), cancellation)
                .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            session.Screen.Line($"Written to {to}, valid until {TimeText.Of(reply.ValidUntil)}. Send it by any way.");
            session.Screen.Line("Read this phrase to the other participant's officer, by voice or in person, never " +
                "along with the file:");
            session.Screen.Strong($"  {reply.Phrase}");
            return ExitCode.Done;
        });
    }

    private static CbmxCommand Propose(CliContext context)
    {
        var file = new Argument<FileInfo>("file") { Description = "The peer's descriptor.", HelpName = "FILE" };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "propose",
            "First officer: hand in a peer's descriptor. Nothing is trusted yet.",
            "cbmx descriptor propose XB.descriptor");
        return context.Run(command.With(file, commandId), async (session, cancellation) =>
        {
            var from = session.Get(file)!;
            if (!from.Exists || from.Length > DescriptorBytesMax)
            {
                throw CommandStopped.Usage(from.Exists
                    ? $"{from} is larger than {DescriptorBytesMax} bytes; it is no descriptor."
                    : $"There is no file {from}.");
            }

            var request = new ProposePeerRequest
            {
                CommandId = session.CommandId(commandId),
                SignedDescriptor = ByteString.CopyFrom(
                    await File.ReadAllBytesAsync(from.FullName, cancellation).ConfigureAwait(false)),
            };
            var reply = await session.AskAsync(
                options => session.Administration.ProposePeerAsync(request, options), cancellation)
                    .ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            session.Screen.Strong($"Proposed {reply.Designator}  {reply.Name}. Nothing is trusted yet.");
            session.Screen.Line($"Next: another officer hears the phrase from {reply.Designator} and runs " +
                $"`cbmx descriptor admit {reply.Designator} --phrase \"…\"`.");
            return ExitCode.Done;
        });
    }

    private static CbmxCommand Admit(CliContext context)
    {
        var peer = new Argument<string>("peer") { Description = "Designator or id.", HelpName = "PEER" };
        var phrase = new Option<string>("--phrase")
        {
            Description = "The words that the peer's officer read out, by voice or in person.",
            Required = true,
            HelpName = "WORDS",
        };
        var commandId = CliContext.CommandIdOption();
        var command = new CbmxCommand(
            "admit",
            "Second officer: type the phrase that the peer's officer read out. From then on the peer is trusted.",
            "cbmx descriptor admit XB --phrase \"abandon ability able about above absent absorb abstract\"");
        return context.Run(command.With(peer, phrase, commandId), async (session, cancellation) =>
        {
            var request = new AdmitPeerRequest
            {
                CommandId = session.CommandId(commandId),
                Participant = session.Get(peer),
                Phrase = session.Get(phrase),
            };
            var reply = await session.AskAsync(
                options => session.Administration.AdmitPeerAsync(request, options), cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(reply);
                return ExitCode.Done;
            }

            session.Screen.Strong($"Admitted {request.Participant}. The exchange starts by itself.");
            return ExitCode.Done;
        });
    }
}
