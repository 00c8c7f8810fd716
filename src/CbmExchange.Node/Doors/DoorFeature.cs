namespace CbmExchange.Node.Doors;

/// <summary>Set on a connection by the listener that accepted it; nothing that a client sends can change it.</summary>
/// <param name="Door">The listener.</param>
internal sealed record DoorFeature(Door Door);

/// <summary>Metadata of an endpoint: the only listener on which it exists.</summary>
/// <param name="Door">The listener.</param>
internal sealed record DoorMetadata(Door Door);
