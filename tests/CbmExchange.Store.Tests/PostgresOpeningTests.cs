using CbmExchange.Testing;

namespace CbmExchange.Store.Tests;

/// <summary>Openings, kept in PostgreSQL.</summary>
public sealed class PostgresOpeningTests(PostgresFixture postgres)
    : OpeningContract, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly List<PostgresEventStore> opened = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in opened)
        {
            await store.DisposeAsync();
        }
    }

    protected override async Task<IEventStore> OpenAsync()
    {
        var store = await postgres.OpenStoreAsync(TestEventTypes.All, Clock);
        opened.Add(store);
        return store;
    }
}
