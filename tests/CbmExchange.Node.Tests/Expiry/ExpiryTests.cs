using System.Collections.Concurrent;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Expiry;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Startup;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.Expiry;

/// <summary>What ends soon is alarmed once a day and shown in plain words.</summary>
public sealed class ExpiryTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task The_status_says_when_the_descriptor_of_this_node_and_of_a_peer_ends()
    {
        var then = new ShiftedTime(TimeSpan.FromDays(-353));
        await using var home = await TestHome.MakeAsync(
            postgres, then, "XA", "--officer", "admin=node-admin", "authority=releasing-authority");
        await using var other = await TestHome.MakeAsync(postgres, then, "XB");
        await using var node = await TestNode.StartAsync(home);
        var bytes = await File.ReadAllBytesAsync(other.Home.DescriptorFile);
        await node.Administration("admin").ProposePeerAsync(new ProposePeerRequest
        {
            CommandId = Drafts.NewCommand(),
            SignedDescriptor = Google.Protobuf.ByteString.CopyFrom(bytes),
        });
        await node.Administration("authority").AdmitPeerAsync(new AdmitPeerRequest
        {
            CommandId = Drafts.NewCommand(),
            Participant = "XB",
            Phrase = Envelopes.Descriptors.AdmissionPhrase.Of(bytes),
        });

        var status = await node.Administration("admin").GetNodeStatusAsync(new GetNodeStatusRequest());

        Assert.Contains(
            "descriptor of this node ends in 12 days; stop the node, run `cbmx node renew-descriptor`, start it again",
            status.Health);
        Assert.Contains("descriptor of XB ends in 12 days", status.Health);
        Assert.DoesNotContain(status.Health, line => line.Contains("certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_alarmed_each_day_from_thirty_days_on_and_urgently_from_three_days_on()
    {
        var (clock, lines) = (new TestClock(), new Lines());
        var descriptor = new Expiring("descriptor of XB", clock.GetUtcNow() + TimeSpan.FromDays(32));
        var watch = new ExpiryWatch(() => [descriptor], clock, lines);
        await watch.StartAsync(CancellationToken.None);

        await DaysAsync(clock, 1);
        Assert.Empty(lines.All);
        await DaysAsync(clock, 1);
        Assert.Equal("Warning", Assert.Single(lines.All).Level);
        await DaysAsync(clock, 26);
        Assert.Equal(27, lines.All.Count);
        Assert.DoesNotContain(lines.All, line => line.Level == "Error");
        await DaysAsync(clock, 1);
        Assert.Equal("Error", lines.All.Last().Level);
        Assert.Contains("descriptor of XB ends in 3 days", lines.All.Last().Text, StringComparison.Ordinal);
        Assert.Contains("runbooks/certificate-expiring", lines.All.Last().Text, StringComparison.Ordinal);
        await watch.StopAsync();
    }

    [Theory]
    [InlineData(2.5, "x ends in 3 days")]
    [InlineData(0.5, "x ends within a day")]
    [InlineData(-0.5, "x ended today")]
    [InlineData(-4.2, "x ended 4 days ago")]
    public void The_words_say_what_a_calendar_would(double days, string line) =>
        Assert.Equal(line, new Expiring("x", DateTimeOffset.UnixEpoch.AddDays(days)).Line(DateTimeOffset.UnixEpoch));

    // One day at a time: the watch looks, then waits for the next one.
    private static async Task DaysAsync(TestClock clock, int count)
    {
        for (var day = 0; day < count; day++)
        {
            await WaitingAsync(clock);
            clock.Advance(ExpiryWatch.Every);
        }

        await WaitingAsync(clock);
    }

    private static async Task WaitingAsync(TestClock clock)
    {
        while (clock.TimerCount == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private sealed class Lines : ILogger<ExpiryWatch>
    {
        public ConcurrentQueue<(string Level, string Text)> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            All.Enqueue((logLevel.ToString(), formatter(state, exception)));
    }
}
