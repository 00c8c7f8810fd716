using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Testing;
using Persons = CbmExchange.Domain.Records.PersonalData;

namespace CbmExchange.Store.Tests;

public sealed class PersonalDataTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Name = "Ms Example Person";

    private static readonly RecordContent Content = RecordContent.Parse(
        $$"""{"office":"CERT","persons":[{"id":"p1","name":"{{Name}}"}],"channels":[{"value":"tel:1"}]}""");

    [Fact]
    public async Task Personal_data_is_never_stored_in_clear_and_reads_back_while_its_key_exists()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);

        await AppendAsync(store, "record-r1", "r1");

        var stored = (string)(await postgres.QueryAsync($"select data::text from {schema}.mt_events"))!;
        Assert.DoesNotContain("Example", stored, StringComparison.Ordinal);
        Assert.Contains("$sealed", stored, StringComparison.Ordinal);
        Assert.Contains("CERT", stored, StringComparison.Ordinal);
        var read = Assert.Single(await store.ReadAllAsync().AllAsync());
        Assert.Equal(Content, ((ContentDrafted)read.Body).Content);
        Assert.Empty(read.ErasedProperties);
    }

    [Fact]
    public async Task Destroying_the_key_of_a_record_erases_its_personal_data_and_no_other()
    {
        var schema = postgres.NewSchema();
        await using (var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema))
        {
            await AppendAsync(store, "record-r1", "r1");
            await AppendAsync(store, "record-r2", "r2");
            Assert.Equal(2, (await store.ReadAllAsync().AllAsync()).Length);

            Assert.True(await store.Vault.DestroyAsync("r1"));
            Assert.False(await store.Vault.DestroyAsync("r1"));
            await AppendAsync(store, "record-r1", "r1");
            await Check(store);
        }

        await using var reopened = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await Check(reopened);

        static async Task Check(PostgresEventStore store)
        {
            var events = await store.ReadAllAsync().AllAsync();
            Assert.Equal(["persons"], events[0].ErasedProperties.AsEnumerable());
            var erased = ((ContentDrafted)events[0].Body).Content;
            Assert.Equal(RecordContent.Parse("""{"office":"CERT","persons":[],"channels":[{"value":"tel:1"}]}"""),
                erased);
            Assert.Equal(Content, ((ContentDrafted)events[1].Body).Content);
            Assert.Equal(Content, ((ContentDrafted)events[2].Body).Content);
        }
    }

    [Fact]
    public async Task Destroying_the_key_of_a_person_leaves_the_others_of_the_record()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        var both = RecordContent.Parse(
            """{"persons":[{"id":"p1","name":"Ms Example Person"},{"id":"p2","name":"Mr Other"}],"office":"CERT"}""");
        await AppendAsync(store, "record-r1", "r1", both);
        await AppendAsync(store, "record-r2", "r2", both);
        var gone = Persons.PersonsOf(both)[0];
        var stored = (string)(await postgres.QueryAsync(
            $"select string_agg(subject, ' ') from {schema}.cbm_personal_keys"))!;
        Assert.DoesNotContain("Example", stored, StringComparison.Ordinal);
        Assert.Equal(4L, await postgres.QueryAsync($"select count(*) from {schema}.cbm_personal_keys"));

        Assert.True(await store.Vault.DestroyPersonAsync("r1", gone));
        Assert.False(await store.Vault.DestroyPersonAsync("r1", gone));

        var events = await store.ReadAllAsync().AllAsync();
        Assert.Equal(
            RecordContent.Parse("""{"persons":[{"id":"p2","name":"Mr Other"}],"office":"CERT"}"""),
            ((ContentDrafted)events[0].Body).Content);
        Assert.Equal(["persons"], events[0].ErasedProperties.AsEnumerable());
        Assert.Equal(both, ((ContentDrafted)events[1].Body).Content);
        Assert.True(await store.Vault.DestroyAsync("r1"));
        Assert.Equal(
            RecordContent.Parse("""{"persons":[],"office":"CERT"}"""),
            ((ContentDrafted)(await store.ReadAllAsync().AllAsync())[0].Body).Content);
    }

    [Fact]
    public async Task A_disclosure_of_a_person_goes_with_the_key_of_that_person_and_the_others_stay_in_clear()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        var person = Disclosed("""["salt",{"name":"Ms Example Person","id":"p1"}]""");
        var office = Disclosed("""["salt","office","CERT"]""");
        var content = RecordContent.Parse(
            $$"""
            {"disclosures":[{"path":"office","encoded":"{{office}}"},{"path":"persons/p1","encoded":"{{person}}"}]}
            """);
        await AppendAsync(store, "record-r1", "r1");
        await AppendAsync(store, "record-r1", "r1", content);

        var stored = (string)(await postgres.QueryAsync(
            $"select data::text from {schema}.mt_events where version = 2"))!;
        Assert.DoesNotContain(person, stored, StringComparison.Ordinal);
        Assert.Contains(office, stored, StringComparison.Ordinal);
        Assert.Equal(content, ((ContentDrafted)(await store.ReadAllAsync().AllAsync())[1].Body).Content);

        // The person of the first event and the one disclosed in the second are the same.
        Assert.True(await store.Vault.DestroyPersonAsync("r1", Persons.PersonsOf(Content)[0]));

        Assert.Equal(
            RecordContent.Parse($$"""{"disclosures":[{"path":"office","encoded":"{{office}}"}]}"""),
            ((ContentDrafted)(await store.ReadAllAsync().AllAsync())[1].Body).Content);
    }

    [Fact]
    public async Task A_sealed_value_moved_to_another_event_is_found_out()
    {
        var schema = postgres.NewSchema();
        await using var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema);
        await AppendAsync(store, "record-r1", "r1");
        await postgres.QueryAsync(
            $$"""
            update {{schema}}.mt_events set data = jsonb_set(data, '{content,other}', data #> '{content,persons}')
            """);

        await Assert.ThrowsAsync<EventBodyException>(() => store.ReadAllAsync().AllAsync());
    }

    [Fact]
    public async Task Another_master_key_is_named_as_what_it_is()
    {
        var schema = postgres.NewSchema();
        await using (var store = await postgres.OpenStoreAsync(TestEventTypes.All, schema: schema))
        {
            await AppendAsync(store, "record-r1", "r1");
        }

        var options = postgres.Options(schema, TestEventTypes.All);
        var other = new PostgresStoreOptions
        {
            ConnectionString = options.ConnectionString,
            Schema = schema,
            EventTypes = TestEventTypes.All,
            PersonalDataMasterKey = new byte[PersonalDataVault.KeyBytes],
        };
        await using var wrong = await PostgresEventStore.OpenAsync(
            other, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => wrong.ReadAllAsync().AllAsync());
        Assert.Contains("another master key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_in_memory_seals_and_erases_likewise()
    {
        var store = new InMemoryEventStore(new TestClock(), TestEventTypes.All);
        await AppendAsync(store, "record-r1", "r1");
        Assert.Equal(Content, ((ContentDrafted)(await store.ReadAllAsync().AllAsync())[0].Body).Content);

        Assert.True(await store.Vault.DestroyAsync("r1"));

        Assert.Equal(["persons"], (await store.ReadAllAsync().AllAsync())[0].ErasedProperties.AsEnumerable());
    }

    private static string Disclosed(string json) =>
        System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json));

    private static async Task AppendAsync(
        IEventStore store, string stream, string record, RecordContent? content = null)
    {
        var drafted = new ContentDrafted(new RecordId(record), content ?? Content, [], null);
        var result = await store.AppendAsync(
            Make.Append(stream) with { Streams = [new StreamAppend(stream, null, [drafted])] });
        Assert.Equal(AppendOutcome.Appended, result.Outcome);
    }
}
