namespace CbmExchange.Store;

/// <summary>How often a type of event stands in the log.</summary>
/// <param name="Alias">The stored type name.</param>
/// <param name="Count">How often.</param>
/// <param name="LastAt">When last.</param>
public sealed record EventCount(string Alias, long Count, DateTimeOffset LastAt);
