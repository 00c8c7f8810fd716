using System.Collections.Immutable;

namespace CbmExchange.Domain.Checks;

/// <summary>Words that a check uses in events and on screens.</summary>
public static class CheckCodes
{
    /// <summary>Type and key of the channel that the message itself tries.</summary>
    public const string NodeInbox = "node-inbox";

    /// <summary>A human at the State says that it got it.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>The State takes no part: neutral.</summary>
    public const string Declined = "declined";

    /// <summary>It said so before.</summary>
    public const string OptedOut = "opted-out";

    /// <summary>Nobody tried the channel.</summary>
    public const string NotTested = "not-tested";

    /// <summary>A machine's receipt only.</summary>
    public const string DeliveredNoHuman = "delivered-no-human";

    /// <summary>Nothing until the end.</summary>
    public const string NoReply = "no-reply";

    /// <summary>When a check opens: in the duty hours of the desks, outside of them on purpose, or any.</summary>
    public static ImmutableArray<string> DutyHours { get; } = ["inside", "outside", "any"];

    /// <summary>Of a desk whose duty hours are not known here.</summary>
    public const string HoursNotKnown = "not-known";

    /// <summary>What an officer records who tried a channel; opted-out and not-tested follow by themselves.</summary>
    public static ImmutableArray<string> Recorded => Contacts.VerificationResults.All;
}
