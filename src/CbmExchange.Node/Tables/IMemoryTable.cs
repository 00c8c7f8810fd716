using CbmExchange.Store;

namespace CbmExchange.Node.Tables;

/// <summary>
/// A view of the log that is held in memory and works read-only while the store does not answer. It is fed by one
/// writer, in the order of the log, and read by many.
/// </summary>
internal interface IMemoryTable
{
    /// <summary>Takes one event; MUST NOT throw for an event that it does not care about.</summary>
    void Apply(StoredEvent stored);
}
