using System.Collections.Immutable;
using CbmExchange.Domain.Reference;

namespace CbmExchange.Domain.Contacts;

/// <summary>"Whom do I contact in X, about Y, now?"</summary>
public sealed record ContactQuestion
{
    /// <summary>Topics asked about; empty asks about any.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>Precedence code of what is to be said; routine by default.</summary>
    public string Precedence { get; init; } = Records.Precedences.Routine;

    /// <summary>BCP 47 tag of the language wished; null for any.</summary>
    public string? Language { get; init; }

    /// <summary>The instant asked about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Contacts in the answer at most, the best of them; the others are counted.</summary>
    public int CountMax { get; init; } = int.MaxValue;
}

/// <summary>A contact as it is held here: nominated by the State and disclosed to this node.</summary>
/// <param name="RecordId">The contact.</param>
/// <param name="Originator">The State that nominated it.</param>
/// <param name="View">What was disclosed.</param>
/// <param name="IsWithdrawn">True: never in an answer.</param>
public sealed record ContactEntry(
    RecordId RecordId,
    ParticipantId Originator,
    ContactView View,
    bool IsWithdrawn = false
)
{
    /// <summary>What was recorded here about reaching it.</summary>
    public ImmutableArray<ChannelVerification> Verifications { get; init; } = [];

    /// <summary>When the State last acknowledged or answered an actual message of this node; null when never.</summary>
    public DateTimeOffset? RepliedAt { get; init; }
}

/// <summary>How fresh an entry is (domain.md §4.6).</summary>
public enum ContactHealth
{
    /// <summary>Confirmed recently enough.</summary>
    Verified,

    /// <summary>A confirmation is due.</summary>
    Due,

    /// <summary>Its review date or the verification interval has passed.</summary>
    Stale,

    /// <summary>Within its review date, never confirmed.</summary>
    NeverVerified,

    /// <summary>When it was last tried, it did not lead to the desk.</summary>
    Unreachable,
}

/// <summary>A contact that answers the question.</summary>
/// <param name="Entry">The contact.</param>
/// <param name="IsOnDuty">On duty at the instant; null when its hours are not known.</param>
/// <param name="NextOpening">When it opens, where it is closed.</param>
/// <param name="NextClosing">When the desk goes off duty, where it is on duty; null for 24/7.</param>
/// <param name="LocalTime">The desk's wall time; null when not known.</param>
/// <param name="Channels">Channels for this precedence, first first.</param>
/// <param name="Health">How fresh the entry is.</param>
/// <param name="ChannelHealths">How fresh each of the channels is, in the same order.</param>
/// <param name="Reasons">Why it stands where it stands, in plain words.</param>
/// <param name="SpokenReference">The reference number as spoken on the phone.</param>
public sealed record ContactAnswerRow(
    ContactEntry Entry,
    bool? IsOnDuty,
    DateTimeOffset? NextOpening,
    DateTimeOffset? NextClosing,
    DateTimeOffset? LocalTime,
    ImmutableArray<ChannelView> Channels,
    ContactHealth Health,
    ImmutableArray<ChannelHealth> ChannelHealths,
    ImmutableArray<string> Reasons,
    string? SpokenReference
)
{
    /// <summary>Where the contact stands in its life at the instant.</summary>
    public ContactStanding Standing { get; init; }

    /// <summary>Other contacts of the State that it names, as far as they are held.</summary>
    public ImmutableArray<NamedContact> Named { get; init; } = [];
}

/// <summary>
/// The answer. Nominated contacts and public fallbacks are two lists and never mixed: a fallback was not named by the
/// State, and it is given only when nobody nominated answers.
/// </summary>
/// <param name="Kind">nominated, none-nominated or none-for-this-question.</param>
/// <param name="Nominated">Best first.</param>
/// <param name="Fallbacks">Imported public reference data, with source and date; empty when somebody nominated
/// answers.</param>
public sealed record ContactAnswer(
    string Kind,
    ImmutableArray<ContactAnswerRow> Nominated,
    ImmutableArray<PublicFallback> Fallbacks
)
{
    /// <summary>How many more nominated contacts answer the question, beyond those asked for.</summary>
    public int LeftOut { get; init; }

    /// <summary>The State nominated somebody for this.</summary>
    public const string NominatedKind = "nominated";

    /// <summary>Nobody nominated is held here for this State.</summary>
    public const string NoneNominatedKind = "none-nominated";

    /// <summary>Contacts are nominated, but none answers for this topic and precedence.</summary>
    public const string NoneForThisKind = "none-for-this-question";
}
