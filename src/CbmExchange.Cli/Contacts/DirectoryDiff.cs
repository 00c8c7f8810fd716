using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf;

namespace CbmExchange.Cli.Contacts;

/// <summary>Somebody's spreadsheet of contacts beside those held here.</summary>
internal sealed class DirectoryDiff
{
    /// <summary>As the node takes it.</summary>
    private const long FileBytesMax = 1024 * 1024;

    private readonly Argument<FileInfo> file = new("file")
    {
        Description = "CSV in UTF-8 with a header: state, office, email, phone, languages, kinds, time_zone.",
        HelpName = "FILE",
    };

    private readonly Option<string?> state = new("--state")
    {
        Description = "Only this State: the list to send to it.",
        HelpName = "STATE",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new DirectoryDiff();
        var command = new CbmxCommand(
            "diff",
            "Compare a spreadsheet of contacts with those that this node holds, State by State. Nothing is changed: " +
            "each State decides which is right.",
            "cbmx directory diff old-directory.csv",
            "cbmx directory diff old-directory.csv --state XA");
        return context.Run(command.With(self.file, self.state), self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new CompareDirectoryRequest
        {
            Csv = Read(session.Get(file)!),
            State = session.Get(state) ?? "",
        };
        var all = await session.AskAsync(
            options => session.Directory.CompareDirectoryAsync(request, options), cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(all);
            return ExitCode.Done;
        }

        Write(session.Screen, all);
        return ExitCode.Done;
    }

    private static ByteString Read(FileInfo file)
    {
        if (!file.Exists)
        {
            throw CommandStopped.Usage($"There is no file {file}.");
        }

        return file.Length <= FileBytesMax
            ? ByteString.CopyFrom(File.ReadAllBytes(file.FullName))
            : throw CommandStopped.Usage($"{file} is longer than 1 MiB.");
    }

    private static void Write(Screen screen, CompareDirectoryResponse all)
    {
        foreach (var differing in all.States)
        {
            screen.Strong($"{differing.State}   {differing.StateName}");
            foreach (var contact in differing.Contacts)
            {
                Write(screen, contact);
            }

            screen.Line();
        }

        foreach (var row in all.NotUnderstood)
        {
            screen.Line($"not compared, no State of this name is known here: {row}");
        }

        screen.Line(all.States.Count == 0
            ? "No differences."
            : "Nothing was changed. Each State decides about its own.");
        screen.Line($"compared: {string.Join(", ", all.Compared)}");
        screen.Quiet(FactsText.Of(all.Facts, "contact", "contacts"));
        FooterText.Write(screen, all.Footer);
    }

    private static void Write(Screen screen, ContactDifference contact)
    {
        var standing = contact.Standing switch
        {
            "only-in-file" => "   in the file only; not shared with this node, or named otherwise",
            "only-held" => "   not in the file",
            _ => $"   matched by {contact.MatchedBy}",
        };
        var number = contact.ReferenceNumber.Length > 0 ? $"   {contact.ReferenceNumber}" : "";
        screen.Line($"  {contact.Office}{number}{standing}");
        foreach (var field in contact.Fields)
        {
            screen.Line($"    {field.Field}: file {Values(field.InFile)}; held {Values(field.Held)}");
        }
    }

    private static string Values(IReadOnlyCollection<string> values) =>
        values.Count == 0 ? "nothing" : string.Join(", ", values);
}
