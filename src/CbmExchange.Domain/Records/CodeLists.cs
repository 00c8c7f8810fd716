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
/// The coded lists (domain.md §4.25): their codes and labels are data, one file each (CodeData/). A closed list decides
/// what the software does, so an unknown code of our own officers is a fault. An open list only describes, so an
/// unknown code is kept: a newer peer or a national list may know it. Codes received from peers are never checked here,
/// always kept and shown raw.
/// </summary>
public static partial class CodeLists
{
    /// <summary>The language in which the labels were written first.</summary>
    public const string English = "en";

    /// <summary>The six languages of the United Nations, in the order of their English names.</summary>
    public static ImmutableArray<string> Languages => CodeData.Languages;

    /// <summary>All lists, by name.</summary>
    public static ImmutableArray<CodeList> All { get; } =
        [.. CodeData.Lists.Values.OrderBy(list => list.Name, StringComparer.Ordinal)];

    /// <summary>The list of this name; null: there is none.</summary>
    public static CodeList? Find(string name) => CodeData.Lists.GetValueOrDefault(name);

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Context { get; } = Ids("context");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Provenance { get; } = Ids("provenance");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> TranslationStatus { get; } = Ids("translation-status");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> AbsentReason { get; } = Ids("absent-reason");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> PocKind { get; } = Ids("poc-kind");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ChannelType { get; } = Ids("channel-type");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Hours { get; } = Ids("hours");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Coverage { get; } = Ids("coverage");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> LanguageLevel { get; } = Ids("language-level");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Weekday { get; } = Ids("weekday");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> NominationMedium { get; } = Ids("nomination-medium");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> DocumentStatus { get; } = Ids("document-status");

    /// <summary>Closed; only moves forward in this order.</summary>
    public static ImmutableArray<string> Stage { get; } = Ids("stage");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Purpose { get; } = Ids("purpose");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CrossBorder { get; } = Ids("cross-border");

    /// <summary>Closed. "yes" is not attribution.</summary>
    public static ImmutableArray<string> MaliceSuspected { get; } = Ids("malice-suspected");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> Trend { get; } = Ids("trend");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ConfidenceLevel { get; } = Ids("confidence-level");

    /// <summary>Closed: an action addressee is timed.</summary>
    public static ImmutableArray<string> AddresseeRole { get; } = Ids("addressee-role");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> ResponseKind { get; } = Ids("response-kind");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> WithdrawalReason { get; } = Ids("withdrawal-reason");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> WithdrawalRequest { get; } = Ids("withdrawal-request");

    /// <summary>Closed.</summary>
    public static ImmutableArray<string> CorrectionReason { get; } = Ids("correction-reason");

    /// <summary>Closed: what may be attached. Files of other types that a peer sends are named, never opened.</summary>
    public static ImmutableArray<string> AttachmentType { get; } = Ids("attachment-type");

    /// <summary>Closed (FIRST TLP and PAP).</summary>
    public static ImmutableArray<string> Pap { get; } = Ids("pap");

    /// <summary>Open (A/68/98 §26(a)): other official papers exist.</summary>
    public static ImmutableArray<string> DocumentKind { get; } = Ids("document-kind");

    /// <summary>Open (NIS2 and local codes).</summary>
    public static ImmutableArray<string> Sector { get; } = Ids("sector");

    /// <summary>Open (RSIT).</summary>
    public static ImmutableArray<string> IncidentNature { get; } = Ids("incident-nature");

    /// <summary>Open (NCISS): a scale of its own may be mapped.</summary>
    public static ImmutableArray<string> SeverityCommon { get; } = Ids("severity-common");

    /// <summary>Open: directories elsewhere.</summary>
    public static ImmutableArray<string> RegimeTag { get; } = Ids("regime-tag");

    /// <summary>Open; <c>ci:</c> is followed by a sector.</summary>
    public static ImmutableArray<string> Topic { get; } = Ids("topic");

    private static ImmutableArray<string> Ids(string name) => CodeData.Lists[name].Ids;
}
