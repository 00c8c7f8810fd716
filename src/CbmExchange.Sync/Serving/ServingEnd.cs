namespace CbmExchange.Sync.Serving;

/// <summary>Why serving ended; Node turns it into a status with the same word as its reason.</summary>
public enum ServingEnd
{
    /// <summary>The asker has more than we have.</summary>
    HeadBehind,

    /// <summary>The asker names a generation that is not the present one.</summary>
    GenerationUnknown,

    /// <summary>A message was not taken within <see cref="SyncLimits.SlowReaderMax"/>.</summary>
    SlowReader,

    /// <summary>The same peer opened a newer follow.</summary>
    FollowReplaced,

    /// <summary>This node shuts down.</summary>
    ShuttingDown,

    /// <summary>The request cannot be: a negative number.</summary>
    FieldsInvalid,
}
