using CbmExchange.Domain;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Feeds;

/// <summary>One change of what was released to this participant.</summary>
/// <param name="Position">Position of the event that stored it.</param>
/// <param name="Ordinal">Place within that event.</param>
/// <param name="Change">published, superseded, corrected, widened, narrowed, withdrawn.</param>
/// <param name="Record">The record as it stands now.</param>
public sealed record FeedRow(LogPosition Position, long Ordinal, string Change, RecordRow Record);
