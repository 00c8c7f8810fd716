using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Exercises;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>Documents released to this node, its own, and public reference data, each with its provenance.</summary>
internal static class LibraryCommands
{
    private const string DocumentType = "national-document";

    public static CbmxCommand Build(CliContext context) =>
        new CbmxCommand("library", "Documents and public reference data, each with who says so.").With(
            Search(context, ""),
            CompareCommand.Build(context));

    public static CbmxCommand Search(CliContext context, string shelf)
    {
        var query = Words();
        var state = new Option<string?>("--state") { Description = "Only of or about this State." };
        var (shelves, type, filters, lang) = (Shelves(), Type(), new LibraryFilters(), CodeLabels.Option());
        var asked = new ContextOptions();
        var limit = Limit();
        var command = new CbmxCommand(
            "search",
            "Search titles and abstracts in all languages; capitals and accents do not matter.",
            "cbmx library search strategy --state EE",
            "cbmx library search --type advisory",
            "cbmx library search --kind strategy --in-force-on 2026-06-01 --language fr",
            "cbmx library search outage --shelf incidents");
        command.With(shelf.Length == 0
            ? [query, state, shelves, type, .. filters.Symbols, .. asked.Symbols, limit, lang]
            : [query, state, .. filters.Symbols, .. asked.Symbols, limit, lang]);
        return context.Run(command, async (session, cancellation) =>
        {
            await CodeLabels.UseAsync(session, lang, cancellation).ConfigureAwait(false);
            var request = new SearchLibraryRequest
            {
                Query = string.Join(' ', session.Get(query) ?? []),
                State = session.Get(state) ?? "",
                Shelf = shelf.Length > 0 ? shelf : session.Get(shelves) ?? "",
                RecordType = shelf.Length > 0 ? DocumentType : session.Get(type) ?? "",
                Context = asked.ContextOf(session),
                ExerciseId = asked.ExerciseOf(session),
            };
            filters.Fill(session, request);
            return await SearchAsync(session, request, session.Get(limit), cancellation).ConfigureAwait(false);
        });
    }

    private static Argument<string[]> Words() => new("words")
    {
        Description = "Words to look for in titles and abstracts; none lists all.",
        HelpName = "WORDS",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static Option<int> Limit() => new("--limit")
    {
        Description = "Show at most this many items.",
        DefaultValueFactory = _ => ReadingCommands.PageItems,
        CustomParser = result => (int)NumberArgument.Read(result, "--limit", 1, int.MaxValue, ""),
    };

    private static Option<string?> Type() => new Option<string?>("--type")
    {
        Description = "Only records of this type; `cbmx record types` lists those of the library.",
        HelpName = "TYPE",
    }.Offer(RecordBodies.Types);

    private static Option<string?> Shelves() => new Option<string?>("--shelf")
    {
        Description = "documents (released and own), strategies or incidents (public reference data).",
    }.AcceptOnlyFromAmong("documents", "strategies", "incidents");

    private static async Task<int> SearchAsync(
        NodeSession session, SearchLibraryRequest request, int limit, CancellationToken cancellation)
    {
        var all = await ReadAsync(session, request, limit, cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(all);
        }
        else
        {
            session.Screen.WithBanner(request.Context == "exercise", () => Write(session.Screen, all));
        }

        return ExitCode.Done;
    }

    private static void Write(Screen screen, SearchLibraryResponse all)
    {
        var table = new TextTable("state", "date", "kind", "title", "who says so", "marking");
        foreach (var item in all.Items)
        {
            var standing = item.RecordState == "withdrawn" ? "WITHDRAWN " : item.Notice.Length > 0 ? "NARROWED " : "";
            table.Row(item.State, item.Date, KindOf(screen, item), standing + item.Title, ProvenanceOf(item), item.Tlp);
        }

        screen.Table(table);
        foreach (var item in all.Items.Where(item => item.Notice.Length > 0))
        {
            screen.Line($"{item.Title}: {item.Notice}");
        }

        if (all.NextPageToken.Length > 0)
        {
            screen.Line("There are more; narrow the search or raise --limit.");
        }

        screen.Quiet(FactsText.Of(all.Facts, "item", "items"));
    }

    // A national document is known by its kind; anything else says first what it is.
    private static string KindOf(Screen screen, LibraryItem item) =>
        item.RecordType is "" or DocumentType ? screen.Code("NationalDocument.kind", item.Kind)
        : item.Kind.Length > 0 ? $"{item.RecordType}: {item.Kind}"
        : item.RecordType;

    private static string ProvenanceOf(LibraryItem item) => item.Source is { Source.Length: > 0 } source
        ? $"{item.Provenance}: {FactsText.SourceOf(source)}"
        : item.RelayedFor.Length > 0 ? $"{item.Provenance} for {item.RelayedFor}"
        : item.Provenance;

    private static async Task<SearchLibraryResponse> ReadAsync(
        NodeSession session, SearchLibraryRequest request, int limit, CancellationToken cancellation)
    {
        var all = new SearchLibraryResponse();
        for (var page = 0; page < ReadingCommands.PagesMax && all.Items.Count < limit; page++)
        {
            request.PageSize = Math.Clamp(limit - all.Items.Count, 1, ReadingCommands.PageItems);
            var answer = await session.AskAsync(
                options => session.Library.SearchLibraryAsync(request, options), cancellation).ConfigureAwait(false);
            all.Items.Add(answer.Items);
            all.Facts = Facts.Joined(all.Facts, answer.Facts, all.Items.Count);
            all.NextPageToken = request.PageToken = answer.NextPageToken;
            if (answer.NextPageToken.Length == 0)
            {
                break;
            }
        }

        return all;
    }
}
