using System.Collections.Immutable;

namespace CbmExchange.Web.Exercises;

/// <summary>Codes of exercises, each with the neutral English words that pages show (and translate).</summary>
public static class ExerciseWords
{
    /// <summary>Roles that draft what belongs to an exercise.</summary>
    public const string Drafters =
        "poc-officer releasing-authority duty-officer technical-poc secretariat exercise-controller";

    /// <summary>Roles that begin a notification of a real event.</summary>
    public const string Notifiers = "poc-officer releasing-authority duty-officer technical-poc";

    /// <summary>What is never translated: how a real event is said while an exercise runs.</summary>
    public const string NoDuff = "NO DUFF";

    /// <summary>What a State that is named says of taking part.</summary>
    public static ImmutableArray<(string Code, string Words)> Answers { get; } =
        [("consents", "We take part"), ("declines", "We do not take part")];

    /// <summary>What a director says while an exercise is on.</summary>
    public static ImmutableArray<(string Code, string Words)> Notices { get; } =
    [
        ("pause", "Pause the play"), ("no-duff", "NO DUFF: pause it for a real event"),
        ("resume", "Let the play go on"),
        ("end-early", "End it now; it cannot be resumed"),
    ];

    /// <summary>How far an exercise has come.</summary>
    public static ImmutableArray<(string Code, string Words)> Phases { get; } =
    [
        ("announced", "Announced"), ("running", "Running"), ("paused", "Paused"), ("over", "Over"),
        ("called-off", "Called off"),
    ];

    /// <summary>What happened.</summary>
    public static ImmutableArray<(string Code, string Words)> Events { get; } =
    [
        ("announced", "Announced"), ("sent", "sent"), ("received", "Received"), ("delivered", "delivered"),
        ("acknowledged", "receipt of a person"), ("responded", "Answered"), ("holding-reply", "Holding reply"),
        ("declined", "Declined"), ("wrong-office", "Another office is meant"),
        ("observed", "Seen by a controller"), ("withdrawn", "Withdrawn"), ("paused", "Paused"),
        ("resumed", "Resumed"), ("ended", "Ended"),
        ("no-duff", "NO DUFF"),
    ];

    /// <summary>How urgent.</summary>
    public static ImmutableArray<(string Code, string Words)> Precedences { get; } =
        [("immediate", "IMMEDIATE"), ("flash", "FLASH"), ("priority", "PRIORITY"), ("routine", "ROUTINE")];

    /// <summary>Address of the page of one exercise.</summary>
    public static string AddressOf(string exercise) => $"/exercises/show/{Uri.EscapeDataString(exercise)}";

    /// <summary>The words of a code; a code that is not known as it is.</summary>
    public static string Of(ImmutableArray<(string Code, string Words)> list, string code) =>
        list.FirstOrDefault(one => one.Code == code).Words ?? code;
}
