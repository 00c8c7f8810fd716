namespace CbmExchange.Store.Projections;

/// <summary>
/// Somebody else moved the progress of a projection: a second runner, or a rebuild that was swapped in.
/// </summary>
internal sealed class ProgressMovedException() : Exception("The progress of a projection was moved by someone else.");
