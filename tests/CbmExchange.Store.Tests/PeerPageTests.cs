using CbmExchange.Domain;
using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace CbmExchange.Store.Tests;

/// <summary>Pages of a peer stream: as much as fits, and little more is asked of PostgreSQL.</summary>
public sealed class PeerPageTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // What one request for entries of unknown size may bring too much, and one that shows that the page is full.
    private const int RowsTooManyMax = 17;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_holds_as_many_entries_as_fit_whatever_their_sizes(bool isPostgres)
    {
        await using var real = isPostgres ? await postgres.OpenStoreAsync(TestEventTypes.All) : null;
        var store = real ?? (IEventStore)new InMemoryEventStore(TimeProvider.System, TestEventTypes.All);
        var lengths = Enumerable.Repeat(9_000, 20).Concat(Enumerable.Repeat(3, 200)).Concat([40_000, 3, 3])
            .Concat(Enumerable.Range(0, 60).Select(n => n % 7 * 400)).ToArray();
        var sizes = await FillAsync(store, lengths);

        foreach (var (first, count, bytes) in
            from first in new[] { 0, 5, 19, 20, 219, 221, 282 }
            from count in new[] { 1, 16, 17, 50, 1_000 }
            from bytes in new[] { 1L, 5_000, 45_000, 190_000, long.MaxValue }
            select (first, count, bytes))
        {
            var page = await store.PeerStreams.ReadAsync(
                PeerData.Outgoing, new PeerSequence(first), new PeerPageLimit(count, bytes));

            Assert.Equal(
                Enumerable.Range(first, Fitting(sizes.AsSpan(first), count, bytes)).Select(index => (long)index),
                page.Select(entry => entry.Index.Value));
        }
    }

    [Fact]
    public async Task A_page_brings_few_rows_that_it_does_not_hold()
    {
        await using var proxy = PostgresProxy.Before(postgres.ConnectionString);
        var options = postgres.Options(postgres.NewSchema(), TestEventTypes.All);
        await using var store = await PostgresEventStore.OpenAsync(
            new PostgresStoreOptions
            {
                ConnectionString = proxy.ConnectionString,
                Schema = options.Schema,
                PersonalDataMasterKey = options.PersonalDataMasterKey,
                EventTypes = options.EventTypes,
            },
            TimeProvider.System, NullLoggerFactory.Instance);
        await FillAsync(store, [.. Enumerable.Repeat(100, 1_500)]);
        proxy.Disarm();

        var page = await store.PeerStreams.ReadAsync(
            PeerData.Outgoing, new PeerSequence(7), new PeerPageLimit(1_000, 20_000));

        Assert.InRange(page.Length, 50, 150);
        var rows = proxy.Passed().Count(step => step is { Program: "reads", FromServer: true, Type: 'D' });
        Assert.InRange(rows, page.Length, page.Length + RowsTooManyMax);
    }

    [Fact]
    public async Task What_entries_carry_is_stored_without_trying_to_compress_it()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);

        Assert.Equal("eee", await postgres.QueryAsync(
            $"select string_agg(attstorage::text, '') from pg_attribute where attrelid = '{schema}.cbm_peer_entries'"
            + "::regclass and attname in ('entry', 'statement', 'disclosures')"));
    }

    private static async Task<long[]> FillAsync(IEventStore store, int[] lengths)
    {
        var entries = lengths.Select((length, index) => PeerData.Entry($"{index}-{new string('x', length)}", "WyJhIl0"))
            .ToArray();
        await store.AppendAsync(
            Make.Append("a") with { PeerEntries = [new PeerAppend(PeerData.Outgoing, [.. entries])] });
        return [.. entries.Select(entry => (long)entry.Entry.Length + entry.Statement.Length + "WyJhIl0".Length)];
    }

    private static int Fitting(ReadOnlySpan<long> sizes, int countMax, long bytesMax)
    {
        var (count, bytes) = (0, 0L);
        foreach (var size in sizes)
        {
            bytes += size;
            if (count == countMax || (count > 0 && bytes > bytesMax))
            {
                break;
            }

            count++;
        }

        return count;
    }
}
