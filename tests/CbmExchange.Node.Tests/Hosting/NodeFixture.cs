using CbmExchange.Testing;

namespace CbmExchange.Node.Tests.Hosting;

/// <summary>One running node of XA for a test class.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();

    internal TestHome Home { get; private set; } = null!;

    internal TestNode Node { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        Home = await TestHome.MakeAsync(
            postgres, "XA", "--officer", "admin=node-admin", "author=poc-officer", "authority=releasing-authority",
            "authority2=releasing-authority", "duty=duty-officer", "nominator=nominating-authority", "auditor=auditor",
            "leaving=poc-officer");
        Node = await TestNode.StartAsync(Home);
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await Node.DisposeAsync();
        await Home.DisposeAsync();
        await postgres.DisposeAsync();
    }
}
