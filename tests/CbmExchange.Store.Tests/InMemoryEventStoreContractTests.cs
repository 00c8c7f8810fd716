namespace CbmExchange.Store.Tests;

/// <summary>The contract, kept in memory.</summary>
public sealed class InMemoryEventStoreContractTests : EventStoreContract
{
    protected override Task<IEventStore> OpenAsync() =>
        Task.FromResult<IEventStore>(new InMemoryEventStore(Clock, TestEventTypes.All));
}
