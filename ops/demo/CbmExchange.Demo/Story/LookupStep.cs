using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>Whom do I call in XA, now, about an incident?</summary>
internal static class LookupStep
{
    public static async Task PlayAsync(Cast cast, Memory memory, CancellationToken cancellation)
    {
        cast.Narrator.Step("On XB: whom do I call in XA, now, about an incident?");
        string[] question = ["lookup", "XA", "--topic", "incident-state-level", "--precedence", "immediate"];
        var answer = await Patience.UntilAsync(
            () => cast.At(cast.Xb, "duty").TryAskAsync<LookupResponse>(cancellation, question),
            found => found.Contacts.Count > 0,
            "XB's directory has XA's contact",
            cancellation).ConfigureAwait(false);
        await cast.At(cast.Xb, "duty").ShowAsync(cancellation, question).ConfigureAwait(false);
        var first = answer.Contacts[0];
        cast.Narrator.Check(
            answer.Answer == "nominated" && first.ReferenceNumber == memory.Contact && first.OnDutyNow,
            $"one answer first: {first.Office}, on duty now, {first.Channels[0].Value}");
        cast.Narrator.Check(answer.Fallbacks.Count == 0, "no public fallback is mixed in");
    }
}
