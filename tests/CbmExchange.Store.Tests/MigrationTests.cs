using CbmExchange.Testing;

namespace CbmExchange.Store.Tests;

public sealed class MigrationTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_database_made_by_a_newer_version_is_refused_with_what_to_do()
    {
        var schema = postgres.NewSchema();
        await (await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema)).DisposeAsync();
        await postgres.QueryAsync($"insert into {schema}.cbm_migrations values (9999, 'later', 'x', now())");

        var refused = await Assert.ThrowsAsync<DatabaseTooNewException>(
            () => postgres.OpenStoreAsync(TestEventTypes.All, schema: schema));

        Assert.Equal(9999, refused.Found);
        Assert.Contains("start the newer version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_migration_that_differs_is_refused()
    {
        var schema = postgres.NewSchema();
        await (await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema)).DisposeAsync();
        await postgres.QueryAsync($"update {schema}.cbm_migrations set sha256 = 'other' where number = 1");

        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            postgres.OpenStoreAsync(TestEventTypes.All, schema: schema));
    }

    [Fact]
    public async Task Nodes_that_start_together_migrate_once_and_a_second_start_finds_everything()
    {
        var schema = postgres.NewSchema();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => postgres.OpenStoreAsync(TestEventTypes.All, schema: schema)));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        await using var again = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        Assert.Equal(AppendOutcome.Appended, (await again.AppendAsync(Make.Append("a"))).Outcome);
    }

    [Fact]
    public async Task A_database_that_is_away_is_one_plain_sentence()
    {
        var options = new PostgresStoreOptions
        {
            ConnectionString = "Host=/nowhere;Username=x;Database=x",
            PersonalDataMasterKey = new byte[PersonalDataVault.KeyBytes],
            EventTypes = TestEventTypes.All,
        };

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => PostgresEventStore.OpenAsync(
            options, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));

        Assert.StartsWith("The database cannot be reached", error.Message, StringComparison.Ordinal);
    }
}
