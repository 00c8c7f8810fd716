using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>The same question about each real participant; the shelves of public data.</summary>
internal static class EveryStateStep
{
    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("The same question about each of the 195 real participants; the library on every node");
        await AnswersAsync(cast, cancellation).ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").ShowAsync(cancellation, "lookup", "EE").ConfigureAwait(false);
        foreach (var node in cast.Nodes)
        {
            await ShelvesAsync(cast, node, cancellation).ConfigureAwait(false);
        }

        await cast.At(cast.Xo, "desk").ShowAsync(
            cancellation, "library", "search", "cyber", "--shelf", "strategies", "--state", "EE").ConfigureAwait(false);
    }

    private static async Task AnswersAsync(Cast cast, CancellationToken cancellation)
    {
        var states = Path.Combine(cast.Data, "participants.csv");
        var answers = await cast.At(cast.Xb, "duty").AskEachAsync<LookupResponse>(
            cancellation, "lookup", "--each", states, "--timeout", "120").ConfigureAwait(false);
        cast.Narrator.Check(answers.Count == 195, "195 questions, 195 answers");
        cast.Narrator.Check(
            answers.All(answer => answer is { Answer: "none nominated", Contacts.Count: 0 }),
            "each says first: none nominated");
        var withFallback = answers.Where(answer => answer.Fallbacks.Count > 0).ToList();
        var listed = File.ReadLines(Path.Combine(cast.Data, "national-csirts.csv")).Count() - 1;
        cast.Narrator.Check(
            withFallback.Count > 0 && withFallback.Sum(answer => answer.Fallbacks.Count) >= listed - 20
                && withFallback.All(answer => answer.Fallbacks.All(
                    fallback => fallback.Source is { Source.Length: > 0, AsOf.Length: > 0 })),
            $"then, for {withFallback.Count} of them, the public fallback with its source and date");
    }

    private static readonly (string Shelf, string File)[] Shelves =
        [("strategies", "national-strategies.csv"), ("incidents", "incidents.csv")];

    private static async Task ShelvesAsync(Cast cast, DemoNode node, CancellationToken cancellation)
    {
        foreach (var (shelf, file) in Shelves)
        {
            var rows = File.ReadLines(Path.Combine(cast.Data, file)).Count() - 1;
            var found = await cast.Reader(node).AskAsync<SearchLibraryResponse>(
                cancellation, "library", "search", "--shelf", shelf, "--limit", "1000").ConfigureAwait(false);
            cast.Narrator.Check(
                found.Items.Count == rows && found.Items.All(item => item.Provenance == "imported-public"),
                $"{node.Designator}: {rows} {shelf} on the shelf, each imported-public");
        }
    }
}
