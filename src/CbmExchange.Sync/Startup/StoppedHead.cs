namespace CbmExchange.Sync.Startup;

/// <summary>
/// What an orderly shutdown wrote down outside the database, and each start takes away again: nothing was signed
/// beyond this. A backup that is restored without it, or with an older one, does not prove anything.
/// </summary>
/// <param name="Generation">Generation of the stream.</param>
/// <param name="Size">Its size when the node stopped.</param>
public sealed record StoppedHead(int Generation, long Size);
