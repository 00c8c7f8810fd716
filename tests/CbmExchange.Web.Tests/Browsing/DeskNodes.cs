using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>XA and XB as two whole nodes with a duty desk each.</summary>
public sealed class DeskNodes : IAsyncLifetime
{
    private readonly TwoNodes nodes = new() { HasDesk = true };

    /// <summary>Both nodes.</summary>
    internal TwoNodes Nodes => nodes;

    /// <summary>A link that signs an officer in, as <c>cbmx web sign-in</c> prints it.</summary>
    internal static async Task<string> LinkAsync(TestNode node, string officer) =>
        (await node.Administration(officer).OpenDeskAsync(new OpenDeskRequest())).Url;

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();
}
