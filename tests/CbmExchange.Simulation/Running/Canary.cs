namespace CbmExchange.Simulation.Running;

/// <summary>A fault built in on purpose, one for each checker: a run with it MUST fail.</summary>
internal enum Canary
{
    /// <summary>The code as it is.</summary>
    None,

    /// <summary>A release gives every part of the record, whatever the grants say.</summary>
    GivesEveryPart,

    /// <summary>A node serves a peer the stream that is meant for another.</summary>
    ServesAnotherStream,

    /// <summary>A command is answered before it is durable.</summary>
    AnswersEarly,

    /// <summary>A node writes a withdrawal that nobody commanded.</summary>
    InventsCommands,

    /// <summary>After a start heads are signed without asking what peers hold.</summary>
    SkipsHeadCheck,

    /// <summary>After a start messages are receipted before their sender is asked what it holds.</summary>
    ReviewsBeforeAsked,

    /// <summary>What was verified is altered before it is stored.</summary>
    StoresAltered,

    /// <summary>What the follower refuses is neither kept nor alarmed.</summary>
    HidesFaults,

    /// <summary>Entries that come back say nothing of the node's own records.</summary>
    ForgetsWhatCameBack,

    /// <summary>The log keeps no recall, so that what was recalled leaves.</summary>
    ForgetsRecalls,

    /// <summary>Who becomes a member is not given what follows the body.</summary>
    FollowsNobody,

    /// <summary>A connection that ended is not made again.</summary>
    NeverReconnects,
}
