namespace CbmExchange.Sync.Serving;

/// <summary>Where the serving of one peer's stream stands.</summary>
public enum ServingPhase
{
    /// <summary>Nothing was asked yet.</summary>
    Idle,

    /// <summary>Sends what was there when the follow began.</summary>
    BackFill,

    /// <summary>Sends the head that says: that was all.</summary>
    CutOver,

    /// <summary>Sends entries and heartbeats as they come.</summary>
    Live,

    /// <summary>Over.</summary>
    Ended,
}
