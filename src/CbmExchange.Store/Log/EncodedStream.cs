namespace CbmExchange.Store.Log;

/// <summary>Events of one stream, encoded.</summary>
internal sealed record EncodedStream(string StreamId, long? Expected, IReadOnlyList<EncodedEvent> Events);
