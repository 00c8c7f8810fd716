using CbmExchange.Store.Records;

namespace CbmExchange.Store.Documents;

/// <summary>A record of the library, and what happened to it last.</summary>
/// <param name="Record">The record.</param>
/// <param name="Change">As the feed calls it: published, superseded, corrected, widened, narrowed, withdrawn.</param>
/// <param name="ChangedAt">When that was, by this node's clock.</param>
public sealed record LibraryRow(RecordRow Record, string Change, DateTimeOffset ChangedAt);
