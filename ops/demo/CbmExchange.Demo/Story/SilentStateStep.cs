using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>Nobody at XC confirms receipt: each step to reach it is suggested, taken by a person, and kept.</summary>
internal static class SilentStateStep
{
    private const string OutOfBandSaid = "The embassy passes on that a notice lies ready.";

    public static async Task PlayAsync(Cast cast, CancellationToken cancellation)
    {
        cast.Narrator.Step("XC is silent: XB is shown whom to try next, and writes down what came of it");
        var duty = cast.At(cast.Xb, "duty");
        var number = await SendAsync(cast, cancellation).ConfigureAwait(false);
        await duty.ShowAsync(cancellation, "case", "escalate", number).ConfigureAwait(false);
        var first = await AdviceAsync(duty, number, cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            first.Timer.Recipient == "XC" && first.Step.Step.Length > 0,
            $"XC: {first.Headline}; {first.Timer.Sentence}");
        await duty.DoAsync<CaseCommandReply>(
            cancellation, "case", "escalate", number, "--done", "no-reply", "--note", "Rang for two minutes.")
            .ConfigureAwait(false);
        var next = await AdviceAsync(duty, number, cancellation).ConfigureAwait(false);
        cast.Narrator.Check(
            next.Step.Number > first.Step.Number && next.Tried.Count == 1,
            $"the next step is another one: {next.Headline}");
        await duty.DoAsync<CaseCommandReply>(
            cancellation, "case", "out-of-band", number, "--with", "XC", "--who", "embassy", "--channel", "embassy",
            "--reference", number, "--summary", OutOfBandSaid).ConfigureAwait(false);
        await duty.DoAsync<CaseCommandReply>(
            cancellation, "case", "note", number, "Ask again when the morning shift comes.").ConfigureAwait(false);
        var shown = await duty.ShowAsync(cancellation, "case", "show", number).ConfigureAwait(false);
        cast.Narrator.Check(
            shown.Contains(OutOfBandSaid, StringComparison.Ordinal) && shown.Contains("waiting", StringComparison.Ordinal),
            "the case tells all of it; notes and steps stay at XB, and no word judges XC");
    }

    private static async Task<string> SendAsync(Cast cast, CancellationToken cancellation)
    {
        var draft = await cast.At(cast.Xb, "duty").DoAsync<RecordCommandReply>(
            cancellation, "notify", "--to", "XC", "--precedence", "immediate", "--stage", "initial",
            "--purpose", "avoid-misperception", "--subject", "Scans from our exercise network",
            "--summary", "A planned test of ours scans addresses abroad until noon. Nothing is attacked.",
            "--cross-border", "yes", "--malice-suspected", "no").ConfigureAwait(false);
        await Publishing.ClearAsync(cast, cast.Xb, "duty", draft.RecordId, cancellation).ConfigureAwait(false);
        await Publishing.ReleaseAsync(
            cast, cast.Xb, draft.RecordId, cancellation, "--to", "state:XC", "--tlp", "TLP:AMBER")
            .ConfigureAwait(false);
        return draft.ReferenceNumber;
    }

    private static async Task<EscalationAdvice> AdviceAsync(
        Officer duty, string number, CancellationToken cancellation)
    {
        var answer = await duty.AskAsync<SuggestEscalationResponse>(cancellation, "case", "escalate", number)
            .ConfigureAwait(false);
        return answer.Advices.Single();
    }
}
