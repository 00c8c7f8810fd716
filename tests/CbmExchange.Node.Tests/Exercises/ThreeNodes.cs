using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Exercises;

/// <summary>
/// XA, XB and XC as three whole nodes that admitted each other: own keys, own databases, mutual TLS.
/// </summary>
public sealed class ThreeNodes : IAsyncLifetime
{
    private static readonly string[] Officers =
    [
        "--officer",
        "admin=node-admin",
        "author=poc-officer",
        "authority=releasing-authority",
        "duty=duty-officer",
        "nominator=nominating-authority",
        "auditor=auditor,releasing-authority",
        "controller=technical-poc,exercise-controller@" + ExerciseDrafts.Id,
    ];

    private readonly PostgresFixture postgres = new();
    private readonly List<TestHome> homes = [];
    private readonly List<TestNode> nodes = [];

    /// <summary>Whose nodes they are.</summary>
    internal string[] Designators { get; init; } = ["XA", "XB", "XC"];

    internal TestNode A => nodes[0];

    internal TestNode B => nodes[1];

    internal TestNode C => nodes[2];

    internal IReadOnlyList<TestNode> All => nodes;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        var designators = Designators;
        foreach (var designator in designators)
        {
            await StartAsync(designator);
        }

        foreach (var at in nodes)
        {
            foreach (var (index, peer) in nodes.Index().Where(one => one.Item != at))
            {
                await TwoNodes.AdmitAsync(at, peer, designators[index]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var home in homes)
        {
            await home.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    private async Task StartAsync(string participant)
    {
        var port = FreePorts.Next();
        var home = await TestHome.MakeAsync(postgres, participant, ["--endpoint", $"127.0.0.1:{port}", .. Officers]);
        home.Change(settings => settings with { Listeners = settings.Listeners with { Peers = $"127.0.0.1:{port}" } });
        homes.Add(home);
        nodes.Add(await TestNode.StartAsync(home));
    }
}
