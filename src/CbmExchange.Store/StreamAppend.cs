using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Store;

/// <summary>Events to be added to one stream.</summary>
/// <param name="StreamId">As in src/README.md "Streams of the log", e.g. <c>record-&lt;uuid&gt;</c>.</param>
/// <param name="Expected">
/// The version that the caller decided on; 0 for a stream that must not exist yet; null for any version.
/// </param>
/// <param name="Events">At least one, in order.</param>
public sealed record StreamAppend(string StreamId, StreamVersion? Expected, ImmutableArray<IEvent> Events);
