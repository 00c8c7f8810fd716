namespace CbmExchange.Store;

/// <summary>The log holds an event whose type this program does not know: it was written by a newer version.</summary>
/// <param name="alias">The stored alias.</param>
public sealed class UnknownEventTypeException(string alias)
    : Exception($"The log holds an event of type \"{alias}\", which this version does not know; start the newer "
        + "version.")
{
    /// <summary>The stored alias.</summary>
    public string Alias { get; } = alias;
}
