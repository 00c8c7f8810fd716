namespace CbmExchange.Store;

/// <summary>The body of a stored event cannot be read as its type.</summary>
/// <param name="alias">The stored alias.</param>
/// <param name="inner">What the reader of the JSON said.</param>
public sealed class EventBodyException(string alias, Exception inner)
    : Exception($"The body of an event of type \"{alias}\" cannot be read; the program and the log do not fit.", inner)
{
    /// <summary>The stored alias.</summary>
    public string Alias { get; } = alias;
}
