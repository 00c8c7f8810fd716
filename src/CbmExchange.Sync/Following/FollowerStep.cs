using System.Collections.Immutable;

namespace CbmExchange.Sync.Following;

/// <summary>The next state and what the shell must do.</summary>
/// <param name="State">State after the input.</param>
/// <param name="Outputs">To be carried out in order.</param>
public sealed record FollowerStep(FollowerState State, ImmutableArray<FollowerOutput> Outputs);
