namespace CbmExchange.Store.Log;

/// <summary>An event as it is stored.</summary>
internal readonly record struct EncodedEvent(Guid Id, string Alias, string DotNetType, string Json);
