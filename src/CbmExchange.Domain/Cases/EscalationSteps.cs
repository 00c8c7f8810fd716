using System.Collections.Immutable;

namespace CbmExchange.Domain.Cases;

/// <summary>The seven steps of the ladder on the sender's side, in order (domain.md §4.21).</summary>
public static class EscalationSteps
{
    /// <summary>The same contact by its next channel.</summary>
    public const string NextChannel = "next-channel";

    /// <summary>The deputy that the contact names.</summary>
    public const string Deputy = "deputy";

    /// <summary>The State's crisis duty desk.</summary>
    public const string CrisisDesk = "crisis-desk";

    /// <summary>Another kind of contact of the same State.</summary>
    public const string OtherKind = "other-kind";

    /// <summary>The Permanent Mission or embassy.</summary>
    public const string Mission = "mission";

    /// <summary>A facilitator relays, with the originator's consent each time.</summary>
    public const string Relay = "relay";

    /// <summary>A printed or other way outside.</summary>
    public const string OutOfBand = "out-of-band";

    /// <summary>The first of them that a node may be allowed to take by itself.</summary>
    public const int ArmedCountMax = 3;

    /// <summary>All, in order.</summary>
    public static ImmutableArray<string> All { get; } =
    [NextChannel, Deputy, CrisisDesk, OtherKind, Mission, Relay, OutOfBand];

    /// <summary>1 to 7; 0 for a code that is none.</summary>
    public static int Number(string step) => All.IndexOf(step) + 1;

    /// <summary>In words.</summary>
    public static string InWords(string step) => step switch
    {
        NextChannel => "the same contact by its next channel",
        Deputy => "the deputy that the contact names",
        CrisisDesk => "the crisis duty desk",
        OtherKind => "another kind of contact of the same State",
        Mission => "the Permanent Mission or embassy",
        Relay => "relay by a facilitator, with your consent for this one message",
        OutOfBand => "a printed or other way outside this platform",
        _ => step,
    };
}
