namespace CbmExchange.Store.Log;

/// <summary>A page of the log as it is stored, and decoded.</summary>
/// <param name="Raw">Rows in their order.</param>
/// <param name="Events">The same events.</param>
/// <param name="IsLast">True when there was nothing behind them at <paramref name="AskedAt"/>.</param>
/// <param name="AskedAt">When the database was asked.</param>
internal sealed record LogPage(
    IReadOnlyList<RawEvent> Raw, IReadOnlyList<StoredEvent> Events, bool IsLast, DateTimeOffset AskedAt);
