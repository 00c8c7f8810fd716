namespace CbmExchange.Store;

/// <summary>The database cannot be used; the message is one plain sentence that says what to do.</summary>
/// <param name="message">The sentence; no content, no secret.</param>
/// <param name="inner">What the driver said.</param>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
