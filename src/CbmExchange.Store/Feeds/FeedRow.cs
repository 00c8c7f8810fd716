using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Feeds;

/// <summary>One change of what was released to this participant.</summary>
/// <param name="Place">Its place in the feed.</param>
/// <param name="Change">published, superseded, corrected, widened, narrowed, withdrawn, expired.</param>
/// <param name="Record">The record as it stands now.</param>
public sealed record FeedRow(ReadingPlace Place, string Change, RecordRow Record);
