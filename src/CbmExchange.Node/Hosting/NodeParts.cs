using CbmExchange.Domain;
using CbmExchange.Node.Home;
using CbmExchange.Node.Keys;
using CbmExchange.Store;

namespace CbmExchange.Node.Hosting;

/// <summary>What is open before the services are composed.</summary>
/// <param name="Home">The home.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Store">Its log.</param>
/// <param name="Time">Clock.</param>
internal sealed record NodeParts(
    NodeHome Home, NodeSettings Settings, KeyRing Keys, PostgresEventStore Store, TimeProvider Time)
{
    /// <summary>Whose node this is.</summary>
    public NodeIdentity Identity { get; } = new(
        Keys.Descriptor.Participant, Settings.Designator, Keys.Descriptor.Body.Kind);
}
