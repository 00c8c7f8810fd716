using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;

namespace CbmExchange.Cli.Documents;

/// <summary>The short form of a national document.</summary>
internal sealed class DocumentDraft
{
    private readonly DraftOptions draft = new();

    private readonly Option<string?> kind = new Option<string?>("--kind")
    {
        Description = "strategy, policy, white-paper, doctrine, legislation, decision-making-process, " +
            "national-organisation-chart, ci-categories, ppp-framework or cvd-policy.",
    }.Offer(
        "strategy", "policy", "white-paper", "doctrine", "legislation", "decision-making-process",
        "national-organisation-chart", "ci-categories", "ppp-framework", "cvd-policy");

    private readonly Option<string?> status = new Option<string?>("--status")
    {
        Description = "in-force, draft-for-consultation, expired or repealed.",
    }.Offer("in-force", "draft-for-consultation", "expired", "repealed");

    private readonly Option<string[]> title = Texts("--title", "Title.");

    private readonly Option<string[]> summary = Texts("--abstract", "What it says, in a few sentences.");

    private readonly Option<string[]> issuer = Texts("--issuing-body", "Who issued it.");

    private readonly Option<string[]> extent = Texts("--extent", "What is deliberately left out, in your words.");

    private readonly Option<string[]> topics = new("--topic") { Description = "Topic. Repeat for several." };

    private readonly Option<string?> url = new("--url") { Description = "Official address of the document." };

    private readonly Option<string?> adopted = new("--adopted-on") { Description = "YYYY, YYYY-MM or YYYY-MM-DD." };

    private readonly Option<string[]> sections = new("--section")
    {
        Description = "A part that can be released by itself: ID=[LANG:]HEADING|TEXT. Repeat for several.",
        HelpName = "SECTION",
    };

    private readonly Option<FileInfo[]> attachments = new("--attach")
    {
        Description = "Attach a file; it is stored on the node first. Repeat for several.",
        HelpName = "FILE",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new DocumentDraft();
        var command = new CbmxCommand(
            "draft",
            "Write a first draft of a national document.",
            "cbmx document draft --file strategy.json",
            "cbmx document draft --kind strategy --status in-force --title \"fr:Stratégie\" --lang fr " +
            "--abstract \"fr:…\" --issuing-body \"fr:Cabinet\" --topic policy --url https://www.example/strategy");
        return context.Run(
            command.With(
            [
                .. self.draft.Symbols, self.kind, self.status, self.title, self.summary, self.issuer, self.extent,
                self.topics, self.url, self.adopted, self.sections, self.attachments,
            ]),
            self.RunAsync);
    }

    private async Task<int> RunAsync(NodeSession session, CancellationToken cancellation)
    {
        var document = draft.ReadContent<NationalDocument>(session);
        var lang = draft.Languages(session);
        document.Kind = session.Get(kind) ?? document.Kind;
        document.Status = session.Get(status) ?? document.Status;
        document.OfficialUrl = session.Get(url) ?? document.OfficialUrl;
        document.AdoptedOn = session.Get(adopted) ?? document.AdoptedOn;
        document.Title.Add(TextArgument.Read(session.Get(title), lang));
        document.Abstract.Add(TextArgument.Read(session.Get(summary), lang));
        document.IssuingBody.Add(TextArgument.Read(session.Get(issuer), lang));
        document.ExtentStatement.Add(TextArgument.Read(session.Get(extent), lang));
        document.Topics.Add(session.Get(topics) ?? []);
        document.ReportsUnder.Add(session.Get(draft.Measures) ?? []);
        document.Sections.Add((session.Get(sections) ?? []).Select(given => Section(given, lang)));
        if (document.Subject.Count == 0)
        {
            document.Subject.Add(document.Title.Select(text => text.Clone()));
        }

        foreach (var file in session.Get(attachments) ?? [])
        {
            document.Files.Add(await AttachmentUpload.SendAsync(session, file, cancellation).ConfigureAwait(false));
        }

        return await draft.SendAsync(session, new RecordBody { NationalDocument = document }, cancellation)
            .ConfigureAwait(false);
    }

    private static Section Section(string given, IReadOnlyList<string> authoritative)
    {
        var parts = given.Split('=', 2);
        var texts = parts.Length == 2 ? parts[1].Split('|', 2) : [];
        if (texts.Length != 2)
        {
            throw CommandStopped.Usage($"--section {given} cannot be read; write it like annex-2=en:Heading|Text.");
        }

        var (lang, _) = TextArgument.Split(texts[0], authoritative[0]);
        return new Section
        {
            Id = parts[0],
            Heading = { TextArgument.Read([texts[0]], authoritative) },
            Body = { TextArgument.Read([$"{lang}:{texts[1]}"], authoritative) },
        };
    }

    private static Option<string[]> Texts(string name, string description) =>
        new(name) { Description = description + " Repeat for other languages.", HelpName = "[LANG:]TEXT" };
}
