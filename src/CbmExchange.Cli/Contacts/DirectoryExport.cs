using System.CommandLine;
using System.Text;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Grpc.Core;

namespace CbmExchange.Cli.Contacts;

/// <summary>Writes contacts as a file, or a card to print.</summary>
internal sealed class DirectoryExport
{
    private static readonly string[] Formats = ["card", "card-html", "csv", "jcard", "vcard"];

    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = "card (plain text for paper), card-html (from a browser), csv (a row a channel), vcard, jcard.",
        DefaultValueFactory = _ => "card",
    }.AcceptOnlyFromAmong(Formats);

    private readonly Option<string?> state = new("--state")
    {
        Description = "Only this State: code, designator, or name (else all).",
        HelpName = "STATE",
    };

    private readonly Option<FileInfo?> to = new("--to")
    {
        Description = "Write the file here; a file that is there is not replaced. A card without it is shown.",
        HelpName = "FILE",
    };

    private readonly Option<bool> persons = new("--persons")
    {
        Description = "Named officers too, as far as they were shared: personal data. vcard and jcard only.",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new DirectoryExport();
        var command = new CbmxCommand(
            "export",
            "Write contacts for an address book, a spreadsheet, or paper for when everything is down. Works from " +
            "this node's own copy. Withheld parts are not in it; handle the file by the marking in it.",
            "cbmx directory export --state XA",
            "cbmx directory export --format card-html --to cards.html",
            "cbmx directory export --format csv --to contacts.csv");
        command.With(self.format, self.state, self.to, self.persons);
        command.Validators.Add(result =>
        {
            var isFile = result.GetResult(self.to) is { Tokens.Count: > 0 };
            if (!isFile && result.GetResult(self.format) is { Tokens: [{ Value: not "card" }] })
            {
                result.AddError("Say which file: --to FILE.");
            }
        });
        return context.Run(command, self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = new ExportDirectoryRequest
        {
            Format = session.Get(format)!,
            State = session.Get(state) ?? "",
            WithPersons = session.Get(persons),
        };
        if (session.Get(to) is not { } file)
        {
            using var content = new MemoryStream();
            var shown = await ReadAsync(session, request, content, cancellation).ConfigureAwait(false);
            Show(session, shown, Encoding.UTF8.GetString(content.ToArray()));
            return ExitCode.Done;
        }

        var first = await PrivateFile.WriteAsync(file, part => SaveAsync(session, request, part, cancellation))
            .ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(first);
            return ExitCode.Done;
        }

        session.Screen.Strong($"Saved {file}.");
        session.Screen.Quiet(FactsText.Of(first.Facts, "contact", "contacts"));
        return ExitCode.Done;
    }

    private static void Show(NodeSession session, ExportDirectoryResponse first, string content)
    {
        if (session.AsJson)
        {
            session.Screen.Json(first);
            return;
        }

        foreach (var line in content.TrimEnd('\n').Replace('\f', '\n').Split('\n'))
        {
            session.Screen.Line(line);
        }
    }

    private static async Task<ExportDirectoryResponse> SaveAsync(
        NodeSession session, ExportDirectoryRequest request, FileInfo part, CancellationToken cancellation)
    {
        var output = part.Open(PrivateFile.Options());
        await using (output.ConfigureAwait(false))
        {
            var first = await ReadAsync(session, request, output, cancellation).ConfigureAwait(false);
            output.Flush(flushToDisk: true);
            return first;
        }
    }

    private static async Task<ExportDirectoryResponse> ReadAsync(
        NodeSession session, ExportDirectoryRequest request, Stream output, CancellationToken cancellation)
    {
        using var call = session.Directory.ExportDirectory(request, session.Options(cancellation));
        ExportDirectoryResponse? first = null;
        await foreach (var piece in call.ResponseStream.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await output.WriteAsync(piece.Content.Memory, cancellation).ConfigureAwait(false);
            first ??= new ExportDirectoryResponse(piece) { Content = Google.Protobuf.ByteString.Empty };
        }

        return first ?? throw CommandStopped.Refused("The node ended the export before it began.");
    }
}
