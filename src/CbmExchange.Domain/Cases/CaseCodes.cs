using System.Collections.Immutable;

namespace CbmExchange.Domain.Cases;

/// <summary>Coded lists of what officers keep about a case. Closed; none of them leaves the node.</summary>
public static class CaseCodes
{
    /// <summary>In which a case without a message can be kept.</summary>
    public static ImmutableArray<string> Contexts { get; } = ["actual", "exercise", "test", "system"];

    /// <summary>Closed without an answer. Neutral: it is not counted against anybody.</summary>
    public const string NoReplyRecorded = "no-reply-recorded";

    /// <summary>Closed because another case goes on with it.</summary>
    public const string Merged = "merged";

    /// <summary>Why a case was closed (domain.md §4.8).</summary>
    public static ImmutableArray<string> CloseReasons { get; } =
    ["resolved", "false-alarm", Merged, "withdrawn", NoReplyRecorded];

    /// <summary>How two records belong together, as this node sees it; they are never merged.</summary>
    public static ImmutableArray<string> Relations { get; } = ["relates-to", "same-incident-as", "duplicate-of"];

    /// <summary>Said or sent by us.</summary>
    public const string Sent = "sent";

    /// <summary>Heard or received by us.</summary>
    public const string Received = "received";

    /// <summary>Which way something went out of band.</summary>
    public static ImmutableArray<string> Directions { get; } = [Sent, Received];

    /// <summary>How something went out of band (domain.md §4.21: 27).</summary>
    public static ImmutableArray<string> OutOfBandChannels { get; } =
    ["voice", "video", "sms", "e-mail", "fax", "courier", "embassy", "permanent-mission", "note-verbale", "meeting",
        "bundle", "other"];

    /// <summary>What came of a step of the ladder.</summary>
    public static ImmutableArray<string> Outcomes { get; } =
    ["reached", "no-reply", "undeliverable", "wrong-contact", "language-barrier", "not-possible", "relayed"];

    /// <summary>What the node itself did: no officer states it. Whether anybody read it is not known.</summary>
    public const string Reminded = "reminded";

    /// <summary>The channel by which a node takes a step itself.</summary>
    public const string NodeInbox = "node-inbox";

    /// <summary>True when somebody there now knows of the message: the ladder rests.</summary>
    public static bool IsReached(string outcome) => outcome is "reached" or "relayed";

    /// <summary>In words; "no reply recorded" is never said in another way.</summary>
    public static string OutcomeInWords(string outcome) => outcome switch
    {
        "no-reply" => StandingText.NoReplyRecorded,
        "wrong-contact" => "somebody else answered",
        "language-barrier" => "answered, not understood",
        "not-possible" => "this step was not possible",
        Reminded => "this node sent a reminder; whether anybody read it is not known",
        _ => outcome,
    };

    /// <summary>In words.</summary>
    public static string RelationInWords(string relation) => relation.Replace('-', ' ');
}
