namespace CbmExchange.Node.Home;

/// <summary>What this participant says of a key of its own that an earlier descriptor named.</summary>
/// <param name="DescriptorVersion">The version that came with it; counts from that version on.</param>
/// <param name="KeySha256">64 lower-case hex digits over the SPKI.</param>
/// <param name="Change">retired or compromised.</param>
/// <param name="Since">Since when.</param>
internal sealed record OwnKeyChange(int DescriptorVersion, string KeySha256, string Change, DateTimeOffset Since);
