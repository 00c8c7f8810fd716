using System.CommandLine;
using CbmExchange.Cli.Library;
using CbmExchange.Cli.Records;

namespace CbmExchange.Cli.Documents;

/// <summary>National documents: draft, show, list, search.</summary>
internal static class DocumentCommands
{
    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("document", "National documents: strategies, policies, laws and comparable papers.").With(
            DocumentDraft.Build(context),
            ReadingCommands.Show(context, "Show one document, as far as it was released to you."),
            ReadingCommands.List(context, "national-document", "List this participant's own documents."),
            ReviewCommands.Due(context),
            ReviewCommands.Confirm(context),
            LibraryCommands.Search(context, "documents"));
}
