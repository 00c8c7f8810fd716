using System.Net.Sockets;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Testing;
using Microsoft.Extensions.Logging;

namespace CbmExchange.Node.Tests.Readings;

/// <summary>XA and XB as two whole nodes that admitted each other: own keys, own databases, mutual TLS.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private static readonly string[] Officers =
    [
        "--officer",
        "admin=node-admin",
        "author=poc-officer",
        "authority=releasing-authority",
        "duty=duty-officer",
        "nominator=nominating-authority",
        "observer=observer",
        "auditor=auditor",
        "duty2=duty-officer",
        "tech=technical-poc",
    ];

    private readonly PostgresFixture postgres = new();
    private readonly Action<ILoggingBuilder>? logged;
    private readonly string[] more;

    /// <summary>As most tests want them.</summary>
    public TwoNodes()
        : this(null, [])
    {
    }

    /// <summary>With somebody who reads their logs, and with more officers at XA.</summary>
    internal TwoNodes(Action<ILoggingBuilder>? logged, string[] more) => (this.logged, this.more) = (logged, more);

    /// <summary>The time of both nodes.</summary>
    internal MovingTime Clock { get; } = new();

    /// <summary>When their homes and keys are made; null: now.</summary>
    internal TimeProvider? Birth { get; init; }

    /// <summary>True when officers' browsers can come in.</summary>
    internal bool HasDesk { get; init; }

    /// <summary>True when everyone can read what is released to the public.</summary>
    internal bool HasPublicPage { get; init; }

    internal TestHome HomeA { get; private set; } = null!;

    internal TestHome HomeB { get; private set; } = null!;

    internal TestNode A { get; private set; } = null!;

    internal TestNode B { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        (HomeA, A) = await StartAsync("XA");
        (HomeB, B) = await StartAsync("XB");
        await AdmitAsync(A, B, "XB");
        await AdmitAsync(B, A, "XA");
    }

    /// <summary>Stops A, does something to its home, and starts it again.</summary>
    internal async Task RestartAAsync(Func<Task> meanwhile)
    {
        await A.DisposeAsync();
        await meanwhile();
        A = await TestNode.StartAsync(HomeA, Clock);
    }

    /// <summary>Stops B, does something to its home, and starts it again.</summary>
    internal async Task RestartBAsync(Func<Task> meanwhile)
    {
        await B.DisposeAsync();
        await meanwhile();
        B = await TestNode.StartAsync(HomeB, Clock);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
        await HomeA.DisposeAsync();
        await HomeB.DisposeAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>
    /// Asks until the answer fits: what travels between nodes arrives when it arrives, within a bound.
    /// </summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> fits)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
            {
                return answer;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30),
                $"Not within 30 s: {answer}"
            );
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    private async Task<(TestHome Home, TestNode Node)> StartAsync(string participant)
    {
        var port = FreePorts.Next();
        string[] arguments =
            ["--endpoint", $"127.0.0.1:{port}", .. Officers, .. participant == "XA" ? more : []];
        var home = await TestHome.MakeAsync(postgres, Birth ?? Clock, participant, arguments);
        home.Change(settings => settings with
        {
            Listeners = settings.Listeners with
            {
                Peers = $"127.0.0.1:{port}", Desk = HasDesk ? "127.0.0.1:0" : null,
                Public = HasPublicPage ? "127.0.0.1:0" : null,
            },
        });
        return (home, await TestNode.StartAsync(home, Clock, logged));
    }

    internal static async Task AdmitAsync(TestNode at, TestNode peer, string designator)
    {
        var descriptor = await peer.Administration("admin").ExportDescriptorAsync(new ExportDescriptorRequest());
        await at.Administration("admin")
            .ProposePeerAsync(
                new ProposePeerRequest
                {
                    CommandId = Drafts.NewCommand(),
                    SignedDescriptor = descriptor.SignedDescriptor,
                }
            );
        await at.Administration("authority")
            .AdmitPeerAsync(
                new AdmitPeerRequest
                {
                    CommandId = Drafts.NewCommand(),
                    Participant = designator,
                    Phrase = descriptor.Phrase,
                }
            );
    }
}
