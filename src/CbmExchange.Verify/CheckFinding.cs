namespace CbmExchange.Verify;

/// <summary>Something that does not hold.</summary>
/// <param name="Name">Name of the fault, as in PROTOCOL.md.</param>
/// <param name="Sentence">One plain sentence.</param>
/// <param name="EntryIndex">Index of the entry it is about; null when it is about the stream or a descriptor.</param>
public sealed record CheckFinding(string Name, string Sentence, long? EntryIndex = null);
