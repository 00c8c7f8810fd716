using System.Globalization;
using System.Text;
using CbmExchange.Envelopes.Descriptors;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Node.Home;

namespace CbmExchange.Node.Verbs;

/// <summary>What the operator reads after a descriptor was renewed: what is there now, and what to do next.</summary>
internal static class RenewalText
{
    /// <summary>The lines.</summary>
    public static string Of(
        NodeHome home, VerifiedDescriptor made, IReadOnlyList<VerifiedDescriptor> before, RenewalWish wish)
    {
        var text = new StringBuilder();
        var until = made.Body.ValidUntil.ToDateTimeOffset();
        Line(text, $"Version {made.Body.Version} of the descriptor is made, valid until {Time(until)}.");
        foreach (var purpose in wish.Rotated.Order())
        {
            var key = made.Keys.First(one => one.Purpose == purpose).Key.Id;
            Line(text, $"New {KeyPurposes.Code(purpose)} key {key}.");
        }

        foreach (var key in wish.Compromised)
        {
            Line(text, $"Key {key} will be announced as in other hands since {Time(wish.Since!.Value)}.");
        }

        Line(text, "Next:");
        Line(text, $"- Back up {home.Folder}, then start the node. It tells every admitted peer by itself; no officer "
            + "is needed there.");
        Line(text, "- A participant that is admitted from now on needs `cbmx descriptor export` run anew: file and "
            + "phrase are others than before.");
        foreach (var purpose in wish.Rotated.Order())
        {
            Line(text, Old(home, before, purpose));
        }

        Line(text, "- Take the recovery key away from this machine again.");
        return text.ToString();
    }

    private static string Old(NodeHome home, IReadOnlyList<VerifiedDescriptor> before, KeyPurpose purpose)
    {
        var file = OwnDescriptors.KeyFileInForce(home, before, purpose);
        return purpose == KeyPurpose.Checkpoint
            ? $"- {file} signs beside the new key for peers that do not know it yet. Destroy it when "
                + "all have fetched the news; a peer that has not by then must be given the descriptor by officers."
            : $"- {file} signs nothing any more: destroy it.";
    }

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');

    private static string Time(DateTimeOffset moment) =>
        moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
