using System.Collections.Immutable;

namespace CbmExchange.Domain.Contacts;

/// <summary>How a channel was verified (domain.md §4.7). Closed.</summary>
public static class VerificationMethods
{
    /// <summary>By the office itself, for its own contact.</summary>
    public const string SelfConfirmation = "self-confirmation";

    /// <summary>By a communication check.</summary>
    public const string Check = "check";

    /// <summary>By calling back.</summary>
    public const string CallBack = "call-back";

    /// <summary>By a message that was answered.</summary>
    public const string RealUse = "real-use";

    /// <summary>Those that a viewer records about a contact of somebody else.</summary>
    public static ImmutableArray<string> OfViewer { get; } = [Check, CallBack, RealUse];

    /// <summary>In words, after "verified by".</summary>
    public static string InWords(string method) =>
        method switch
        {
            Check => "check",
            CallBack => "call-back",
            RealUse => "real use",
            SelfConfirmation => "the State's own confirmation",
            _ => method,
        };
}

/// <summary>What came of it (domain.md §4.7). Closed; neutral words.</summary>
public static class VerificationResults
{
    /// <summary>A human confirmed in time.</summary>
    public const string InTime = "acknowledged-in-time";

    /// <summary>A human confirmed late.</summary>
    public const string Late = "acknowledged-late";

    /// <summary>Bounce, number not in service.</summary>
    public const string Undeliverable = "undeliverable";

    /// <summary>Someone answered, not the desk.</summary>
    public const string WrongContact = "wrong-contact";

    /// <summary>Every code, as an officer records it.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        InTime,
        Late,
        "delivered-no-human",
        Undeliverable,
        WrongContact,
        "language-barrier",
        "no-reply",
        "declined",
    ];

    /// <summary>True when a human of the desk answered; a machine's receipt is no answer (domain.md §4.21:
    /// 20).</summary>
    public static bool IsConfirmation(string result) => result is InTime or Late;

    /// <summary>
    /// True when the channel does not lead to the desk. No reply is not such a result: it says nothing about the
    /// channel, and nothing against the State.
    /// </summary>
    public static bool IsFailure(string result) => result is Undeliverable or WrongContact;

    /// <summary>In words.</summary>
    public static string InWords(string result) =>
        result switch
        {
            InTime => "answered",
            Late => "answered late",
            "delivered-no-human" => "delivered, no human answered",
            Undeliverable => "undeliverable",
            WrongContact => "somebody else answered",
            "language-barrier" => "answered, not understood",
            "no-reply" => StandingText.NoReplyRecorded,
            "declined" => "declined to take part",
            _ => result,
        };
}
