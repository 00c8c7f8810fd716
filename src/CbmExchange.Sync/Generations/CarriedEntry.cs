using Google.Protobuf;

namespace CbmExchange.Sync.Generations;

/// <summary>An entry of the generation before that is said again.</summary>
/// <param name="Index">Its index there.</param>
/// <param name="Kind">How it is said: the kind of the entry that first gave this version.</param>
/// <param name="Replaces">The version before, as that entry named it; empty for a first one.</param>
public sealed record CarriedEntry(long Index, string Kind, ByteString Replaces);
