using CbmExchange.Node.Tests.Checks;

namespace CbmExchange.Web.Tests.Browsing;

/// <summary>XO, the secretariat of a body, and its members XA and XB as whole nodes with a duty desk each.</summary>
public sealed class OrganisationNodes : IAsyncLifetime
{
    private readonly CheckNodes nodes = new() { HasDesk = true };

    /// <summary>The three nodes.</summary>
    internal CheckNodes Nodes => nodes;

    /// <inheritdoc/>
    public Task InitializeAsync() => nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();
}
