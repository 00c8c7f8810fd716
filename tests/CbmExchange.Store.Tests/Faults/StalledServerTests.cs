using CbmExchange.Testing;
using CbmExchange.Testing.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CbmExchange.Store.Tests.Faults;

/// <summary>A server that says nothing more, for longer than any statement may take.</summary>
public sealed class StalledServerTests(PostgresFixture postgres, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan GivenUpAfter = StoreLimits.StatementTimeout + StoreLimits.LockTimeout;

    [Fact]
    public async Task Who_waits_for_an_answer_that_never_comes_is_told_what_was_done_within_the_named_time()
    {
        var schema = postgres.NewSchema();
        await using var proxy = PostgresProxy.Before(postgres.ConnectionString);
        await using var store = await PostgresEventStore.OpenAsync(
            new PostgresStoreOptions
            {
                ConnectionString = proxy.ConnectionString,
                Schema = schema,
                PersonalDataMasterKey = postgres.Options(schema).PersonalDataMasterKey,
                EventTypes = TestEventTypes.All,
            },
            TimeProvider.System, NullLoggerFactory.Instance);
        await store.AppendAsync(Make.Append("warm"));
        await store.AppendAsync(Make.Append("warm"));
        proxy.Arm(one => proxy.FiredAt is null && one is { Program: "writer", FromServer: true, Type: 'D' }
            ? new WireFault(WireFaultKind.Stall) : null);

        var request = Make.Append("stalled");
        var told = await store.AppendAsync(request).WaitAsync(GivenUpAfter + TimeSpan.FromSeconds(20));

        Assert.NotNull(proxy.FiredAt);
        Assert.Equal(AppendOutcome.Appended, told.Outcome);
        Assert.Single(await store.ReadStreamAsync("stalled").AllAsync());
        Assert.Equal(AppendOutcome.Repeated, (await store.AppendAsync(request)).Outcome);
        new FaultTable(output).Add("append", proxy.FiredAt, "stall for ever", $"{told.Outcome}", "Repeated");
        proxy.Disarm();
    }
}
