using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain;

/// <summary>Time limits that participants agree on; data of an instance, with the defaults of domain.md
/// §4.24.</summary>
public sealed record Policies
{
    /// <summary>The defaults.</summary>
    public static Policies Default { get; } = new();

    /// <summary>Review interval of a technical contact or crisis duty desk.</summary>
    public int ReviewTechnicalMonths { get; init; } = 6;

    /// <summary>Review interval of any other contact.</summary>
    public int ReviewOtherMonths { get; init; } = 12;

    /// <summary>When a published document is looked at again that names no date itself.</summary>
    public int ReviewDocumentMonths { get; init; } = 12;

    /// <summary>A contact confirmed within this time counts as verified.</summary>
    public int VerifiedMonths { get; init; } = 6;

    /// <summary>From this age on its verification is due.</summary>
    public int VerificationDueMonths { get; init; } = 5;

    /// <summary>When a human receipt is looked for, by precedence code.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> HumanReceiptWithin { get; init; } =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                KeyValuePair.Create(Precedences.Flash, TimeSpan.FromMinutes(15)),
                KeyValuePair.Create(Precedences.Immediate, TimeSpan.FromHours(1)),
                KeyValuePair.Create(Precedences.Priority, TimeSpan.FromHours(6)),
                // Two working days; the weekend of the recipient is not known here, so two days of 24 hours.
                KeyValuePair.Create(Precedences.Routine, TimeSpan.FromHours(48)),
            ]
        );

    /// <summary>Within which a human receipt is looked for; the time of routine for an unknown precedence.</summary>
    public TimeSpan ReceiptWithin(string? precedence) =>
        HumanReceiptWithin.TryGetValue(precedence ?? "", out var within)
            ? within
            : HumanReceiptWithin[Precedences.Routine];

    /// <summary>When an early warning expires that does not say.</summary>
    public TimeSpan EarlyWarningExpiresAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>When an urgent clarification request hopes for a reply (domain.md §4.10): a wish, not a
    /// deadline.</summary>
    public TimeSpan ClarificationReplyWithin { get; init; } = TimeSpan.FromHours(48);

    /// <summary>
    /// How long a release waits and can be recalled before anything leaves (domain.md §4.24); zero: it leaves at once.
    /// </summary>
    public TimeSpan RecallWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Documents wait too; messages always do, but immediate and flash.</summary>
    public bool RecallsDocuments { get; init; } = true;

    /// <summary>
    /// How long a release waits that one person made alone; null: nobody may. For a State with one person for all roles
    /// (domain.md §4.21 row 33).
    /// </summary>
    public TimeSpan? SinglePersonDelay { get; init; }

    /// <summary>When a use of break-glass must have been reviewed.</summary>
    public TimeSpan BreakGlassReviewWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>When the personal data of an ended contact must be gone.</summary>
    public TimeSpan PersonalDataAfterEnd { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How far clocks may differ before a record is flagged.</summary>
    public TimeSpan ClockSkewMax { get; init; } = TimeSpan.FromMinutes(5);
}
