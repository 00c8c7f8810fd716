using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>A strategy for the members and for the secretariat; its annex for XB alone.</summary>
internal static class StrategyStep
{
    private const string Annex = "sections/annex-2";

    /// <summary>Words that stand in the annex only.</summary>
    private const string AnnexWords = "crisis telephone bridge";

    private static readonly string[] Grants =
    [
        "--grant", $"to=body:XO; tlp=TLP:GREEN; except-parts={Annex}",
        "--grant", $"to=secretariat:XO; tlp=TLP:GREEN; except-parts={Annex}",
        "--grant", $"to=state:XB; tlp=TLP:AMBER; parts={Annex}",
    ];

    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("XA publishes a strategy: to XO's members, to XO's secretariat; its annex to XB alone");
        memory.Strategy = await Publishing.DocumentAsync(cast, cast.Xa, "strategy.json", cancellation)
            .ConfigureAwait(false);
        await PreviewAsync(cast, memory.Strategy, cancellation).ConfigureAwait(false);
        await OwnDraftAsync(cast, memory.Strategy, cancellation).ConfigureAwait(false);
        var released = await Publishing.ReleaseAsync(cast, cast.Xa, memory.Strategy, cancellation, Grants)
            .ConfigureAwait(false);
        cast.Narrator.Check(
            Publishing.Names(released.Recipients) == "XB XC XO", $"{memory.Strategy} went to XB, XC and XO");
        await HoldersAsync(cast, memory.Strategy, cancellation).ConfigureAwait(false);
        await cast.SayHoldingsAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task PreviewAsync(Cast cast, string record, CancellationToken cancellation)
    {
        var preview = await cast.At(cast.Xa, "authority").DoAsync<PreviewReleaseResponse>(
            cancellation, ["release", record, .. Grants, "--preview"]).ConfigureAwait(false);
        foreach (var recipient in preview.Recipients)
        {
            var isWhole = recipient.Designator == "XB";
            cast.Narrator.Check(
                recipient.ContentJson.Contains(AnnexWords, StringComparison.Ordinal) == isWhole
                    && recipient.WithheldPaths.Contains(Annex) != isWhole,
                $"preview for {recipient.Designator}: {(isWhole ? "with" : "without")} the annex, " +
                $"{recipient.Marking.Tlp}, {recipient.ContentJson.Length} characters, exactly as it would leave");
        }
    }

    private static async Task OwnDraftAsync(Cast cast, string record, CancellationToken cancellation)
    {
        var end = await cast.At(cast.Xa, "author").RunAsync(
            cancellation, ["release", record, .. Grants]).ConfigureAwait(false);
        cast.Narrator.Check(end.ExitCode is 1 or 5, "the author alone cannot let it leave: a second person is needed");
    }

    private static async Task HoldersAsync(Cast cast, string record, CancellationToken cancellation)
    {
        foreach (var node in new[] { cast.Xb, cast.Xo })
        {
            var held = await cast.UntilHeldAsync(
                node, record, view => view.State == "published", $"{node.Designator} holds {record}", cancellation)
                .ConfigureAwait(false);
            var sections = held.Body.NationalDocument.Sections;
            var isWhole = node == cast.Xb;
            cast.Narrator.Check(
                sections.Any(section => section.Id == "annex-2") == isWhole
                    && held.ToString().Contains(AnnexWords, StringComparison.Ordinal) == isWhole,
                $"{node.Designator} holds it {(isWhole ? "with" : "without")} the annex, {held.Marking.Tlp}, " +
                $"{held.SignatureState}");
        }
    }
}
