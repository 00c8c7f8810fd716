using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CbmExchange.Cli.Streams;

/// <summary>Writes a peer stream into a file that `cbmx verify` checks on any machine.</summary>
internal sealed class StreamExport
{
    private readonly Argument<string> participant = new("participant")
    {
        Description = "Designator or id of the other side.",
        HelpName = "PARTICIPANT",
    };

    private readonly Option<string> direction = new Option<string>("--direction")
    {
        Description = "out: ours to them; in: theirs to us.",
        Required = true,
    }.AcceptOnlyFromAmong("out", "in");

    private readonly Option<FileInfo> to = new("--to")
    {
        Description = "Write the file here; a file that is there is not replaced.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<int> generation = new("--generation")
    {
        Description = "An older generation, kept as evidence. Else: the newest.",
        CustomParser = result => (int)NumberArgument.Read(result, "--generation", 1, int.MaxValue, ""),
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new StreamExport();
        var command = new CbmxCommand(
            "export",
            "Write a whole stream into a file, exactly as a peer got it, for `cbmx verify` on any machine. The file " +
            "holds content: only who may read all of it exports it, and each export is kept in the log.",
            "cbmx stream export XB --direction out --to XA-to-XB.stream",
            "cbmx stream export XB --direction in --to XB-to-XA.stream");
        return context.Run(
            command.With(self.participant, self.direction, self.to, self.generation), self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var file = session.Get(to)!;
        var request = new ExportStreamRequest
        {
            Participant = session.Get(participant),
            Direction = session.Get(direction),
            Generation = session.Get(generation),
        };

        // Nobody shall check half a stream.
        var (first, footer) = await PrivateFile.WriteAsync(
            file, part => SaveAsync(session, request, part, cancellation))
            .ConfigureAwait(false);
        Tell(session, first, footer, file);
        return ExitCode.Done;
    }

    private static void Tell(
        NodeSession session, ExportStreamResponse first, ExportFooter? footer, FileInfo file)
    {
        if (session.AsJson)
        {
            session.Screen.Json(first);
            return;
        }

        session.Screen.Strong($"Saved {file}: {first.Size} {(first.Size == 1 ? "entry" : "entries")}.");
        session.Screen.Line($"stream {first.Origin}");
        session.Screen.Line($"root   {first.Root}");
        session.Screen.Line(
            "It holds content: handle it as strictly as the records in it. Check it anywhere, with the originator's " +
            $"descriptor: cbmx verify {file.Name} --descriptor FILE");
        FooterText.Write(session.Screen, footer);
    }

    private static async Task<(ExportStreamResponse First, ExportFooter? Footer)> SaveAsync(
        NodeSession session, ExportStreamRequest request, FileInfo part, CancellationToken cancellation)
    {
        using var call = session.Export.ExportStream(request, session.WatchOptions(cancellation));
        if (!await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            throw CommandStopped.Refused("The node ended the export before it began. Nothing was written.");
        }

        var first = call.ResponseStream.Current;
        var given = 0L;
        ExportFooter? footer = null;
        await session.Screen.ProgressAsync(part.Name, first.Size, async report =>
        {
            var output = part.Open(PrivateFile.Options());
            await using (output.ConfigureAwait(false))
            {
                await foreach (var next in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
                {
                    await output.WriteAsync(Framed(next.Batch), cancellation).ConfigureAwait(false);
                    given = next.Given;
                    footer = next.Footer ?? footer;
                    report(given);
                }

                output.Flush(flushToDisk: true);
            }
        }).ConfigureAwait(false);
        return given == first.Size
            ? (first, footer)
            : throw CommandStopped.Refused(
                $"The node gave {given} of {first.Size} entries. Nothing was kept; try again.");
    }

    // As WriteDelimitedTo writes a message: its length as a varint, then its exact bytes.
    private static byte[] Framed(ByteString batch)
    {
        var length = CodedOutputStream.ComputeLengthSize(batch.Length);
        var framed = new byte[length + batch.Length];
        using (var output = new CodedOutputStream(framed))
        {
            output.WriteLength(batch.Length);
        }

        batch.CopyTo(framed, length);
        return framed;
    }
}
