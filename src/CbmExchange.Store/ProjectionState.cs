namespace CbmExchange.Store;

/// <summary>What a projection is doing.</summary>
public enum ProjectionState
{
    /// <summary>It follows the log.</summary>
    Running,

    /// <summary>It stands before an event that it cannot fold; the dead letter says why.</summary>
    Stopped,

    /// <summary>The database is away; it goes on by itself.</summary>
    Waiting,
}
