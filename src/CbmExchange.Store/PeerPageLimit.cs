namespace CbmExchange.Store;

/// <summary>Where a page of entries ends.</summary>
/// <param name="CountMax">Entries; at most <see cref="StoreLimits.AppendEntryCountMax"/>.</param>
/// <param name="BytesMax">Bytes of entries, statements and disclosures; the first entry is always given.</param>
public readonly record struct PeerPageLimit(int CountMax, long BytesMax);
