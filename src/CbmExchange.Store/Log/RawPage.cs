namespace CbmExchange.Store.Log;

/// <summary>Rows of mt_events in their order.</summary>
/// <param name="Events">What follows the place that was asked for.</param>
/// <param name="IsLast">True when there was nothing behind them at the time of the read.</param>
internal sealed record RawPage(IReadOnlyList<RawEvent> Events, bool IsLast);
