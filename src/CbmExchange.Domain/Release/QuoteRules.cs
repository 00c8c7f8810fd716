using System.Collections.Immutable;

namespace CbmExchange.Domain.Release;

/// <summary>
/// domain.md §4.3 invariant 6: a record is not released wider than what it quotes, unless that originator consented. A
/// consent covers exactly the item, the recipients, the parts and the label that were asked for and granted.
/// </summary>
internal static class QuoteRules
{
    public static Refusal? OfRecipients(
        ImmutableArray<QuotedItem> quoted,
        ImmutableArray<RecipientRelease> recipients
    ) =>
        quoted.Any(item => recipients.Any(recipient => !Allows(item, recipient)))
            ? ReleaseChecks.No(
                "ONWARD_CONSENT_MISSING",
                "The record quotes an item whose originator has not consented to passing it on: ask it with a "
                    + "permission request."
            )
            : null;

    private static bool Allows(QuotedItem item, RecipientRelease recipient) =>
        recipient.Participant == item.Originator
        || IsWithinLabel(item, recipient.Marking)
        || item.Consents.Any(consent => Covers(consent, item, recipient));

    // FIRST TLP 2.0: AMBER and stricter stay with the recipient's own organisation and clients, so never go to another.
    private static bool IsWithinLabel(QuotedItem item, Marking marking) =>
        item.Onward == OnwardSharing.WithinTlp
        && (item.Tlp is null
            || (item.Tlp is TlpLabels.Green or TlpLabels.Clear
                && !MarkingRules.IsWider(marking, marking with { Tlp = item.Tlp })));

    private static bool Covers(OnwardConsent consent, QuotedItem item, RecipientRelease recipient) =>
        consent.To.Contains(recipient.Participant)
        && (consent.Parts.IsEmpty || (!item.Parts.IsEmpty && item.Parts.All(consent.Parts.Contains)))
        && (consent.Tlp is null
            || !MarkingRules.IsWider(recipient.Marking, recipient.Marking with { Tlp = consent.Tlp }));
}
