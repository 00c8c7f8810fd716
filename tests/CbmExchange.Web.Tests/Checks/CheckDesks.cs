using CbmExchange.Node.Tests.Checks;

namespace CbmExchange.Web.Tests.Checks;

/// <summary>XO, the secretariat, and its members XA and XB, each with a duty desk.</summary>
public sealed class CheckDesks : IAsyncLifetime
{
    /// <summary>The nodes.</summary>
    internal CheckNodes Nodes { get; } = new() { HasDesk = true };

    /// <inheritdoc/>
    public Task InitializeAsync() => Nodes.InitializeAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => Nodes.DisposeAsync();
}
