using System.CommandLine;
using System.Text.Json;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Domain;
using CbmExchange.Verify;

namespace CbmExchange.Cli.Verification;

/// <summary>Checks a peer stream in a file, without any node.</summary>
internal sealed class VerifyCommand
{
    /// <summary>All versions of a descriptor take at most 256 KiB; a larger file was chosen by mistake.</summary>
    private const int DescriptorBytesMax = 256 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Argument<FileInfo> file = new("file")
    {
        Description = "The file that `cbmx stream export` wrote.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo[]> descriptors = new("--descriptor")
    {
        Description = "The originator's descriptor as exported; single versions: repeat, oldest first.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> recipient = new("--recipient")
    {
        Description = "To whom it must be written, by participant id. Else: whom its signed checkpoints name.",
        HelpName = "UUID",
    };

    private readonly Option<int?> generation = new("--generation")
    {
        Description = "Which generation it must be. Else: the one that its signed checkpoints name.",
        CustomParser = result => (int)NumberArgument.Read(result, "--generation", 1, int.MaxValue, ""),
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new VerifyCommand();
        var command = new CbmxCommand(
            "verify",
            "Check a stream in a file against its originator's descriptor: every signature, hash and place. It " +
            "asks no node and needs no profile.",
            "cbmx verify XA-to-XB.stream --descriptor XA.descriptor",
            "cbmx verify XA-to-XB.stream --descriptor XA.descriptor --recipient 2f9b6d34-8e0c-4b6f-8d15-6a3c7e4d1b02");
        command.With(self.file, self.descriptors, self.recipient, self.generation);
        command.SetAction(parsed => self.Run(context, parsed));
        return command;
    }

    private int Run(CliContext context, ParseResult parsed)
    {
        using var batches = Existing(parsed.GetValue(file)!).OpenRead();
        var report = StreamChecker.Check(new StreamCheck
        {
            Descriptors = [.. parsed.GetValue(descriptors)!.Select(Descriptor)],
            Batches = batches,
            Recipient = Recipient(parsed.GetValue(recipient)),
            Generation = parsed.GetValue(generation),
            Now = context.Shell.Time.GetUtcNow(),
        });
        Write(context, report, parsed.GetValue(context.Json));
        return report is { IsSound: true, Entries: > 0 } ? ExitCode.Done : ExitCode.Refused;
    }

    private static void Write(CliContext context, StreamReport report, bool asJson)
    {
        if (asJson)
        {
            context.Shell.Out.WriteLine(JsonSerializer.Serialize(report, Json));
            return;
        }

        var screen = context.Screen();
        foreach (var line in report.Lines())
        {
            screen.Line(line);
        }
    }

    private static ReadOnlyMemory<byte> Descriptor(FileInfo file) => Existing(file).Length <= DescriptorBytesMax
        ? File.ReadAllBytes(file.FullName)
        : throw CommandStopped.Usage($"{file} is larger than {DescriptorBytesMax} bytes; it is no descriptor.");

    private static FileInfo Existing(FileInfo file) =>
        file.Exists ? file : throw CommandStopped.Usage($"There is no file {file}.");

    private static ParticipantId? Recipient(string? given) => given is null
        ? null
        : Guid.TryParseExact(given, "D", out var id)
            ? new ParticipantId(id.ToString())
            : throw CommandStopped.Usage("--recipient takes a participant id: a UUID of 36 characters.");
}
