namespace CbmExchange.Store.Tests;

/// <summary>Openings, kept in memory.</summary>
public sealed class InMemoryOpeningTests : OpeningContract
{
    protected override Task<IEventStore> OpenAsync() =>
        Task.FromResult<IEventStore>(new InMemoryEventStore(Clock, TestEventTypes.All));
}
