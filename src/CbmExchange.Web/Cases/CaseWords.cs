using System.Collections.Immutable;

namespace CbmExchange.Web.Cases;

/// <summary>Codes of cases, each with the English words that pages show (and translate).</summary>
public static class CaseWords
{
    /// <summary>Roles that may keep a case.</summary>
    public const string Keepers = "duty-officer poc-officer releasing-authority technical-poc secretariat";

    /// <summary>What can come of a step.</summary>
    public static ImmutableArray<(string Code, string Words)> Outcomes { get; } =
    [
        ("reached", "Reached a person"),
        ("no-reply", "No reply recorded"),
        ("undeliverable", "Number or address does not work"),
        ("wrong-contact", "Another office is meant"),
        ("language-barrier", "No common language"),
        ("not-possible", "Not possible now"),
        ("relayed", "Relayed by a third party"),
    ];

    /// <summary>The steps of the ladder, first to last.</summary>
    public static ImmutableArray<(string Code, string Words)> Steps { get; } =
    [
        ("next-channel", "Next channel of the contact"),
        ("deputy", "Deputy"),
        ("crisis-desk", "Crisis desk"),
        ("other-kind", "Another kind of contact"),
        ("mission", "Mission or embassy"),
        ("relay", "Relay"),
        ("out-of-band", "Any other way"),
    ];

    /// <summary>Ways beside the platform.</summary>
    public static ImmutableArray<(string Code, string Words)> Channels { get; } =
    [
        ("voice", "Telephone"),
        ("video", "Video"),
        ("sms", "SMS"),
        ("e-mail", "E-mail"),
        ("fax", "Fax"),
        ("courier", "Courier"),
        ("embassy", "Embassy"),
        ("permanent-mission", "Permanent mission"),
        ("note-verbale", "Note verbale"),
        ("meeting", "Meeting"),
        ("bundle", "Bundle on a stick"),
        ("other", "Other"),
    ];

    /// <summary>Why a case is closed.</summary>
    public static ImmutableArray<(string Code, string Words)> Reasons { get; } =
    [
        ("resolved", "Resolved"),
        ("false-alarm", "False alarm"),
        ("merged", "Goes on in another case"),
        ("withdrawn", "Withdrawn"),
        ("no-reply-recorded", "No reply recorded"),
    ];

    /// <summary>How two messages belong together.</summary>
    public static ImmutableArray<(string Code, string Words)> Relations { get; } =
    [
        ("relates-to", "has to do with"),
        ("same-incident-as", "is about the same incident as"),
        ("duplicate-of", "says the same as"),
    ];

    /// <summary>What a case entry is.</summary>
    public static string Kind(string kind) => kind switch
    {
        "message" => "Message",
        "note" => "Note",
        "out-of-band" => "Beside the platform",
        "escalation" => "Step taken",
        "suggestion" => "Next step",
        "armed" => "Reminders by the node",
        "hand-over" => "Hand-over",
        "link" => "Link",
        "opened" => "Opened",
        "closed" => "Closed",
        "reopened" => "Open again",
        _ => kind,
    };

    /// <summary>The words of a code; a code that is not known as it is.</summary>
    public static string Of(ImmutableArray<(string Code, string Words)> list, string code) =>
        list.FirstOrDefault(one => one.Code == code).Words ?? code;
}
