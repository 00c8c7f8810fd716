using System.Collections.Immutable;
using CbmExchange.Domain;

namespace CbmExchange.Store.Records;

/// <summary>A permission that an originator granted in reply to a request of this node.</summary>
/// <param name="ContentHash">The version that was asked about.</param>
/// <param name="GrantedTo">To whom it may be passed on.</param>
/// <param name="Parts">The parts that were asked for; empty: all.</param>
/// <param name="Tlp">The label that was asked for; null: none.</param>
/// <param name="ValidUntil">When the grant ends; null: it does not say.</param>
public sealed record PermissionRow(
    ContentHash ContentHash, ImmutableArray<ParticipantId> GrantedTo, ImmutableArray<string> Parts, string? Tlp,
    DateTimeOffset? ValidUntil);
