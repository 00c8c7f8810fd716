using System.CommandLine;
using System.Security.Cryptography;
using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Documents;

/// <summary>Files that travel beside records, by their hash.</summary>
internal static class AttachmentCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("attachment", "Files that travel beside records.").With(Get(context));

    private static CbmxCommand Get(CliContext context)
    {
        var hash = new Argument<string>("sha256")
        {
            Description = "Hash of the file, as `cbmx show` prints it.",
            HelpName = "SHA256",
        };
        var file = new Option<FileInfo>("--out")
        {
            Description = "Write the file here. What an earlier try left is continued.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new CbmxCommand(
            "get",
            "Save an attachment. Its hash is checked again here before you are told that it is whole.",
            "cbmx attachment get 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --out annex.pdf");
        return context.Run(command.With(hash, file), (session, cancellation) =>
            SaveAsync(session, session.Get(hash)!.ToLowerInvariant(), session.Get(file)!, cancellation));
    }

    private static async Task<int> SaveAsync(
        NodeSession session, string hash, FileInfo file, CancellationToken cancellation)
    {
        // Under another name until it is whole, so that nobody opens half a file.
        var part = file.FullName + ".part";
        var start = File.Exists(part) ? new FileInfo(part).Length : 0;
        var request = new GetAttachmentRequest { Sha256 = hash, OffsetBytes = start };
        await session.Screen.ProgressAsync(
            file.Name, 1, report => FetchAsync(session, request, part, report, cancellation)).ConfigureAwait(false);
        if (await HashOfAsync(part, cancellation).ConfigureAwait(false) != hash)
        {
            File.Delete(part);
            throw CommandStopped.Refused("What came does not have this hash. It was thrown away; try again.");
        }

        File.Move(part, file.FullName, overwrite: true);
        session.Screen.Strong($"Saved {file}, {new FileInfo(file.FullName).Length} bytes, hash checked.");
        return ExitCode.Done;
    }

    private static async Task FetchAsync(
        NodeSession session, GetAttachmentRequest request, string part, Action<double> report,
        CancellationToken cancellation)
    {
        using var call = session.Publishing.GetAttachment(request, session.Options(cancellation));
        var output = new FileStream(part, FileMode.Append, FileAccess.Write);
        await using (output.ConfigureAwait(false))
        {
            var total = 0L;
            await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                total = Math.Max(total, piece.TotalBytes);
                await output.WriteAsync(piece.Chunk.Memory, cancellation).ConfigureAwait(false);
                report(total == 0 ? 0 : (double)output.Position / total);
            }
        }
    }

    private static async Task<string> HashOfAsync(string part, CancellationToken cancellation)
    {
        var input = File.OpenRead(part);
        await using (input.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(input, cancellation).ConfigureAwait(false));
        }
    }
}
