namespace CbmExchange.Domain.Exercises;

/// <summary>Why a record of a peer was put aside when it arrived: kept, and shown under these names only.</summary>
public static class AsideReasons
{
    /// <summary>No exercise of this id was announced to this node.</summary>
    public const string NotKnown = "exercise-not-known";

    /// <summary>This node does not take part in it.</summary>
    public const string NotAParticipant = "not-a-participant";

    /// <summary>This node's State was named in it, and its consent had not left.</summary>
    public const string NotConsented = "not-consented";

    /// <summary>Whoever sent it does not take part in it.</summary>
    public const string SenderNotAParticipant = "sender-not-a-participant";

    /// <summary>Only the director pauses, resumes and ends.</summary>
    public const string NotTheDirector = "not-the-director";

    /// <summary>It came before the start.</summary>
    public const string BeforeTheStart = "before-the-start";

    /// <summary>It came after the end.</summary>
    public const string AfterTheEnd = "after-the-end";

    /// <summary>Its context is none that this software knows, so it cannot be taken for an actual one.</summary>
    public const string ContextNotKnown = "context-not-known";
}
