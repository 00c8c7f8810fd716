using CbmExchange.Node.Hosting;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>The order of the stop.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task What_was_started_last_stops_first()
    {
        var shutdown = new ShutdownSequence();
        foreach (var name in new[] { "database", "tables", "exchange", "doors" })
        {
            shutdown.AtEnd(name, () => ValueTask.CompletedTask);
        }

        await shutdown.RunAsync();

        Assert.Equal(["doors", "exchange", "tables", "database"], shutdown.Done);
    }

    [Fact]
    public async Task A_step_that_fails_does_not_keep_the_others_from_running()
    {
        var shutdown = new ShutdownSequence();
        shutdown.AtEnd("database", () => ValueTask.CompletedTask);
        shutdown.AtEnd("exchange", () => throw new InvalidOperationException("stuck"));

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await shutdown.RunAsync());

        Assert.Equal(["database"], shutdown.Done);
    }
}
