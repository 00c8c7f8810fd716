using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Library;

/// <summary>What narrows a search for documents.</summary>
internal sealed class LibraryFilters
{
    private readonly Option<string?> kind = new("--kind")
    {
        Description = "Only of this kind, e.g. strategy.", HelpName = "CODE",
    };

    private readonly Option<string?> language = new("--language")
    {
        Description = "Only what exists in this language.", HelpName = "TAG",
    };

    private readonly Option<string?> topic = new("--topic") { Description = "Only on this topic.", HelpName = "CODE" };

    private readonly Option<string?> inForceOn = new("--in-force-on")
    {
        Description = "Only what says it was in force on this day, as precisely as it says it.", HelpName = "DAY",
    };

    private readonly Option<DateTimeOffset?> changedSince = TimeArgument.Option(
        "--changed-since", "Only what arrived, was superseded or taken back since.");

    private readonly Option<string?> measure = new("--measure")
    {
        Description = "Only what serves this measure, e.g. osce:7.", HelpName = "CODE",
    };

    public Symbol[] Symbols => [kind, language, topic, inForceOn, changedSince, measure];

    public void Fill(NodeSession session, SearchLibraryRequest request)
    {
        request.Kind = session.Get(kind) ?? "";
        request.Language = session.Get(language) ?? "";
        request.Topic = session.Get(topic) ?? "";
        request.InForceOn = session.Get(inForceOn) ?? "";
        request.ChangedSince = TimeArgument.Stamp(session.Get(changedSince));
        request.Measure = session.Get(measure) ?? "";
    }
}
