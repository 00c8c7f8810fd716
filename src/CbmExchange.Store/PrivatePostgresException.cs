namespace CbmExchange.Store;

/// <summary>The private PostgreSQL cannot be had; the message is one plain sentence that says what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="inner">What was underneath.</param>
public sealed class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);
