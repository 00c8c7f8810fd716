using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

/// <summary>Precedence codes, lowest first (domain.md §4.25, ACP 121).</summary>
public static class Precedences
{
    /// <summary>Next working day.</summary>
    public const string Routine = "routine";

    /// <summary>Within hours.</summary>
    public const string Priority = "priority";

    /// <summary>Within the hour.</summary>
    public const string Immediate = "immediate";

    /// <summary>At once; needs a reason.</summary>
    public const string Flash = "flash";

    /// <summary>Lowest first.</summary>
    public static ImmutableArray<string> LowestFirst { get; } = [Routine, Priority, Immediate, Flash];

    /// <summary>0 for routine up to 3 for flash; -1 for a code that is not known here.</summary>
    public static int Rank(string? code) => code is null ? -1 : LowestFirst.IndexOf(code);

    /// <summary>True for the two at which a duty officer may act alone (domain.md §4.3).</summary>
    public static bool IsUrgent(string? code) => code is Immediate or Flash;
}

/// <summary>
/// The coded lists (domain.md §4.25). A closed list decides what the software does, so an unknown code of our own
/// officers is a fault. An open list only describes, so an unknown code is kept: a newer peer or a national list may
/// know it. Codes received from peers are never checked here, always kept and shown raw.
/// </summary>
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Context { get; } = ["actual", "exercise", "test", "system"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Provenance { get; } = ["self-declared", "relayed", "imported-public"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> TranslationStatus { get; } =
    ["authoritative", "official", "unofficial", "machine"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> AbsentReason { get; } = ["unknown-to-us", "declined"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> PocKind { get; } =
    ["diplomatic", "policy", "technical", "law-enforcement", "legal", "crisis-duty-desk"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ChannelType { get; } =
    ["voice", "sms", "satellite", "fax", "e-mail", "node-inbox", "secure-chat", "radio"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Hours { get; } = ["24x7", "office"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Coverage { get; } = ["24x7", "schedule"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> LanguageLevel { get; } = ["working", "basic"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Weekday { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> NominationMedium { get; } = ["note-verbale", "e-mail", "node"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> DocumentStatus { get; } =
    ["in-force", "draft-for-consultation", "expired", "repealed"];

    /// <summary>Closed; only moves forward in this order.</summary>
    public static ImmutableArray<string> Stage { get; } =
    ["early-warning", "initial", "update", "final", "closed-false-alarm"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Purpose { get; } =
    ["inform", "warn", "ask-attention", "ask-assistance", "avoid-misperception"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CrossBorder { get; } = ["yes", "possible", "no", "unknown", "declined"];

    /// <summary>Closed. "yes" is not attribution.</summary>
    public static ImmutableArray<string> MaliceSuspected { get; } = ["yes", "no", "unknown", "declined"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Trend { get; } = ["improving", "stable", "worsening"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConfidenceLevel { get; } = ["low", "medium", "high"];

    /// <summary>Closed: an action addressee is timed.</summary>
    public static ImmutableArray<string> AddresseeRole { get; } = ["action", "info"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ResponseKind { get; } =
    ["information", "holding-reply", "clarification", "assistance", "decline"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> WithdrawalReason { get; } =
    ["no-longer-valid", "issued-in-error", "compromised-source", "policy-change", "not-stated"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> WithdrawalRequest { get; } = ["stop-using", "stop-using-and-delete"];

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CorrectionReason { get; } =
    ["typo", "superseded-facts", "misidentified", "translation"];

    /// <summary>Closed (FIRST TLP and PAP).</summary>
    public static ImmutableArray<string> Pap { get; } = ["RED", "AMBER", "GREEN", "CLEAR"];

    /// <summary>Open (A/68/98 §26(a)): other official papers exist.</summary>
    public static ImmutableArray<string> DocumentKind { get; } =
    [
        "strategy",
        "policy",
        "white-paper",
        "doctrine",
        "legislation",
        "decision-making-process",
        "national-organisation-chart",
        "ci-categories",
        "ppp-framework",
        "cvd-policy",
    ];

    /// <summary>Open (NIS2 and local codes).</summary>
    public static ImmutableArray<string> Sector { get; } =
    [
        "energy",
        "transport",
        "banking",
        "financial-market",
        "health",
        "drinking-water",
        "waste-water",
        "digital-infrastructure",
        "ict-services",
        "public-administration",
        "space",
        "postal-courier",
        "waste-management",
        "chemicals",
        "food",
        "manufacturing",
        "digital-providers",
        "research",
    ];

    /// <summary>Open (RSIT).</summary>
    public static ImmutableArray<string> IncidentNature { get; } =
    [
        "abusive-content",
        "malicious-code",
        "information-gathering",
        "intrusion-attempts",
        "intrusions",
        "availability",
        "information-content-security",
        "fraud",
        "vulnerable",
        "other",
        "test",
    ];

    /// <summary>Open (NCISS): a scale of its own may be mapped.</summary>
    public static ImmutableArray<string> SeverityCommon { get; } =
    ["emergency", "severe", "high", "medium", "low", "baseline-minor", "baseline-negligible"];

    /// <summary>Open: directories elsewhere.</summary>
    public static ImmutableArray<string> RegimeTag { get; } =
    ["un-gpoc", "osce-cbm8", "oas-policy", "oas-mfa", "arf", "first", "ti"];

    /// <summary>Open; <c>ci:</c> is followed by a sector.</summary>
    public static ImmutableArray<string> Topic { get; } =
    [
        "incident-state-level",
        "incident-technical",
        "consultations",
        "norms",
        "law-enforcement",
        "exercises",
        "capacity",
        "press-none",
    ];
}
