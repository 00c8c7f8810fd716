using System.Collections.Immutable;

namespace CbmExchange.Web.Checks;

/// <summary>Codes of communication checks, each with the neutral English words that pages translate.</summary>
public static class CheckWords
{
    /// <summary>Roles that plan a check and close it.</summary>
    public const string Planners = "poc-officer releasing-authority duty-officer technical-poc secretariat";

    /// <summary>Roles that send, as a second person.</summary>
    public const string Senders = "releasing-authority secretariat";

    /// <summary>Roles that answer a check of somebody else.</summary>
    public const string Answerers = "duty-officer technical-poc secretariat";

    /// <summary>What an officer answers.</summary>
    public static ImmutableArray<(string Code, string Words)> Answers { get; } =
    [
        ("confirmed", "A person read it: the code is below"),
        ("declined", "We take no part"),
        ("wrong-contact", "Another office is meant"),
        ("language-barrier", "No common language"),
    ];

    /// <summary>What came of a channel.</summary>
    public static ImmutableArray<(string Code, string Words)> Results { get; } =
    [
        ("acknowledged-in-time", "A person confirmed with the code"),
        ("no-reply", "No reply recorded"),
        ("undeliverable", "Number or address does not work"),
        ("delivered-no-human", "Delivered, no person confirmed"),
        ("wrong-contact", "Another office is meant"),
        ("language-barrier", "No common language"),
        ("declined", "Takes no part"),
    ];

    /// <summary>What a report counts besides.</summary>
    public static ImmutableArray<(string Code, string Words)> Counts { get; } =
    [
        .. Results, ("acknowledged-late", "A person confirmed after the check closed"),
        ("opted-out", "Said before that it takes no part"), ("not-tested", "Not tried"),
    ];

    /// <summary>Channels that a check can try.</summary>
    public static ImmutableArray<(string Code, string Words)> Channels { get; } =
        [("node-inbox", "Node inbox"), ("voice", "Telephone"), ("e-mail", "E-mail")];

    /// <summary>Whether it opens in the duty hours of the contacts on purpose.</summary>
    public static ImmutableArray<(string Code, string Words)> Hours { get; } =
    [
        ("any", "At any hour"),
        ("inside", "Inside their duty hours"),
        ("outside", "Outside their duty hours"),
    ];

    /// <summary>How far a check has come.</summary>
    public static ImmutableArray<(string Code, string Words)> Phases { get; } =
    [
        ("planned", "Planned"), ("announced", "Announced"), ("open", "Open"), ("closed", "Closed"),
        ("reported", "Results sent"),
    ];

    /// <summary>How it stands with a State.</summary>
    public static ImmutableArray<(string Code, string Words)> States { get; } =
    [
        ("answered", "Answered"), ("waiting", "Waiting"), ("takes no part", "Takes no part"),
        ("not sent", "Not sent"),
    ];

    /// <summary>The words of a code; a code that is not known as it is.</summary>
    public static string Of(ImmutableArray<(string Code, string Words)> list, string code) =>
        list.FirstOrDefault(one => one.Code == code).Words ?? code;
}
