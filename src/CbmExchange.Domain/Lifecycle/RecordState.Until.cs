namespace CbmExchange.Domain.Lifecycle;

/// <summary>What was shared until a moment: the record as its recipients had it then.</summary>
public sealed partial record RecordState
{
    /// <summary>
    /// Folds all that was written, and of what was shared only what was shared by then. What came back after a backup
    /// was restored counts from when it was shared, not from when it came back. Personal data that was destroyed since
    /// stays destroyed.
    /// </summary>
    /// <param name="events">All events of the record, in their order.</param>
    /// <param name="until">The moment, inclusive.</param>
    public static RecordState FoldUntil(IEnumerable<IEvent> events, DateTimeOffset until) =>
        Fold(events.Where(happened => SharedAt(happened) is not { } at || at <= until));

    // Null for what is no sharing.
    private static DateTimeOffset? SharedAt(IEvent happened) =>
        happened switch
        {
            RecordReleased released => released.At,
            ReleaseNarrowed narrowed => narrowed.At,
            RecordWithdrawn withdrawn => withdrawn.At,
            WithdrawalTold told => told.At,
            ReleaseTakenBack back => back.ReleasedAt,
            NarrowingTakenBack back => back.NarrowedAt,
            WithdrawalTakenBack back => back.WithdrawnAt,
            _ => null,
        };
}
